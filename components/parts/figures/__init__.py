"""Parts of the Figures page: a figure, the ratios that the data give for it, and the derivation of one ratio."""
