"""The street network: arrays, conversion, scenery and the compiled file."""
