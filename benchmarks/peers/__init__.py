"""Small apps that do in other tools what the Compare page does."""
