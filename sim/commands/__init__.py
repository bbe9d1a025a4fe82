"""Commands: one small file each; a command yields the lines that the command line prints."""
