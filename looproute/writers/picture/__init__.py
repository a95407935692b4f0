"""A picture of one walk for a chat: the map on a sheet of paper, and below it what the walk is.

`sheet` lays the Earth on the paper, `ground` draws what is there, `walk` the way and its marks,
`names` finds room for the names of streets, `caption` has the figures. Colours are those of the
page, in `palette`. The format `svg` puts all together, and `png` makes pixels of it.
"""
