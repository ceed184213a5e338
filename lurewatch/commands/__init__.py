"""The commands, one file per noun. They read arguments, call the pipeline, and print."""
