"""The pages that readers see. Imports the data layer, never the other way round."""
