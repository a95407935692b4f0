"""Draw one walk as a picture for a chat: a map with a caption below.

`sheet` lays the Earth on the paper, `ground` draws what is there, `walk` the way and its marks,
`names` finds room for the names of streets, `caption` has the figures. Colours are those of the
page, in `palette`. The format `svg` puts all together, and `png` makes pixels of it.
"""
