"""OpenStreetMap data to a street network, in arrays throughout.

========================  ========================================================================
`map_file`                the suffixes of map files, and a check before one is read
`osm_input`, `pbf`        a file: format, compression, bounds, and the blobs of PBF
`passes`                  passes over its objects
`node_table`              the places of all nodes of a file, on disk, looked up in bulk
`highways`                the highways of a file
`scenery_reader`          land cover, waterways and amenities of a file
`reader`                  a file to `osm_data`, in the number of passes that it needs
`osmnx_graph`             a graph and a table of features of OSMnx to `osm_data`
`osmnx_settings`          OSMnx's settings, changed and restored
`osm_data`                the highways, barriers and scenery of a box as arrays
`tags`                    every rule about tags
`scenery`                 which tags are drawn, and how shapes become a scenery
`build`                   access, streets cut at junctions and barriers, chains joined
`street_arrays`           chains oriented, sorted and measured: a `StreetNetwork`
========================  ========================================================================
"""
