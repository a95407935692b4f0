"""OpenStreetMap data to a street network."""
