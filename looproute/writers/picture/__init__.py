"""Draw one walk as a picture for a chat: a map with a caption below.

`sheet` projects the map to pixels, `ground` draws its streets and scenery, `walk` the way and its
marks, `names` places the street names, and `caption` adds the figures. `palette` has the colours,
which are those of the page. The writer `svg` assembles the picture, and `png` rasterizes it.
"""
