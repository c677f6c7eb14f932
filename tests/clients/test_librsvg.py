"""Maps and charts as librsvg draws them, which knows neither custom properties nor media queries: their colors stand in them as attributes."""

import collections
import subprocess

import pytest

ROOT = "/sistercities"
SEA, LAND, PARTNER, MARK, TEXT = "eef3f7", "d3d9df", "b5d0e6", "1d5c8c", "1b1f23"


def colors_of(svg, directory):
    """How many opaque pixels of the picture have each color. GDAL unpacks what librsvg has drawn."""
    (directory / "one.svg").write_bytes(svg)
    subprocess.run(["rsvg-convert", directory / "one.svg", "-o", directory / "one.png"], check=True)
    subprocess.run(["gdal_translate", "-q", "-of", "ENVI", "-co", "INTERLEAVE=BIP", directory / "one.png", directory / "one.raw"], check=True)
    pixels = (directory / "one.raw").read_bytes()
    return collections.Counter(pixels[at:at + 3].hex() for at in range(0, len(pixels), 4) if pixels[at + 3] == 255)


@pytest.mark.parametrize("address, least", [
    ("/places/boston-us/map.svg", {SEA: 50_000, LAND: 10_000, PARTNER: 2_000, MARK: 300, TEXT: 300}), ("/map.svg", {SEA: 50_000, LAND: 10_000}),
    ("/statistics.svg", {MARK: 10_000, TEXT: 300}), ("/statistics.svg?chart=growth", {MARK: 500, TEXT: 300}),
    ("/statistics.svg?chart=country", {MARK: 10_000, TEXT: 1_000})])
def test_librsvg_draws_maps_and_charts_in_their_colors(server, tmp_path, address, least):
    drawn = colors_of(server.get(ROOT + address).content, tmp_path)
    assert all(drawn[color] >= number for color, number in least.items()), drawn.most_common(8)
    # What has lost its color is black.
    assert drawn["000000"] == 0
