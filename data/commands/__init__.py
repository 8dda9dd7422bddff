"""The commands of a curator that need more than a function: their options, and what they print."""
