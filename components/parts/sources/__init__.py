"""Parts of the Sources page: shares, order, what changes without an outlet."""
