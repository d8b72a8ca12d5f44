"""The composition root: settings, addresses, servers, and the `zhongshu` command."""
