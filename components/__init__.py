"""What a reader sees. Imports the data layer, never the other way round."""
