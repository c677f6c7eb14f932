"""Makes the outlines of countries that maps are drawn from: outlines.py > mod_sistercity/present/picture/outlines.txt
Makes C of them, the sc_outlines_t sc_outlines_built_in: outlines.py mod_sistercity/present/picture/outlines.txt

The source is Natural Earth 1:50m (public domain) as npm's world-atlas packs it, simplified by mapshaper so that no country
vanishes; both come from npm at the versions below, into a temporary directory. The result has a ring a line: the country (ISO
3166-1 alpha-2; XK for Kosovo; -- where Natural Earth has no code either), with a `-` behind it for a hole in the ring above,
then its points without the last, which is the first: longitude and latitude in hundredths of a degree, each but the first as
the difference to the one before. A ring may go on beyond 180°. Antarctica is left out. A country without an outline is a point.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

PACKAGES = ["world-atlas@2.0.2", "mapshaper@0.7.70", "iso-3166-1@2.1.1"]
SIMPLIFY = "interval=11000"
# Smaller islands than so many square degrees are left out, but for the largest ring of each country.
LEAST_AREA = 0.05
OWN_CODES = {"Kosovo": "XK"}
ANTARCTICA = "010"
# Countries by ISO 3166-1 that Natural Earth draws as part of another, or not at 1:50m: longitude, latitude.
POINTS = {
    "BQ": (-68.27, 12.18), "CC": (96.83, -12.14), "CX": (105.63, -10.49), "GF": (-53.1, 4), "GI": (-5.35, 36.14),
    "GP": (-61.55, 16.2), "MQ": (-61, 14.65), "RE": (55.53, -21.12), "SJ": (16, 78.5), "TK": (-171.85, -9.17),
    "TV": (179.2, -8.52), "YT": (45.15, -12.8),
}


def source():
    """GeoJSON features, simplified, and alpha-2 codes by number."""
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", *PACKAGES],
                       cwd=directory, check=True, stdout=sys.stderr)
        modules = pathlib.Path(directory, "node_modules")
        subprocess.run(
            [modules / ".bin/mapshaper", modules / "world-atlas/countries-50m.json", "-target", "countries",
             "-simplify", "weighted", SIMPLIFY, "keep-shapes",
             "-o", "out.json", "format=geojson", "precision=0.01", "rfc7946"],
            cwd=directory, check=True, stdout=sys.stderr, stderr=sys.stderr)
        codes = subprocess.run(
            ["node", "-p", 'JSON.stringify(require("iso-3166-1").all().map(c => [c.numeric, c.alpha2]))'],
            cwd=directory, check=True, capture_output=True, text=True).stdout
        return json.loads(pathlib.Path(directory, "out.json").read_text())["features"], dict(json.loads(codes))


def area(ring):
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:])) / 2


def unrolled(ring):
    """The ring with longitudes that go on beyond 180° where it crosses that."""
    out, shift, before = [], 0, ring[0][0]
    for x, y in ring:
        shift += -360 if x - before > 180 else 360 if x - before < -180 else 0
        before = x
        out.append((x + shift, y))
    return out


def polygons(features):
    """Polygons by country: each its outer ring and its holes, the largest first."""
    found = {}
    for feature, code in features:
        geometry = feature["geometry"]
        for outer, *holes in [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]:
            rings = [unrolled(outer)] + [hole for hole in holes if abs(area(hole)) >= LEAST_AREA]
            found.setdefault(code, []).append(rings)
    for rings in found.values():
        rings.sort(key=lambda polygon: -abs(area(polygon[0])))
        rings[1:] = [polygon for polygon in rings[1:] if abs(area(polygon[0])) >= LEAST_AREA]
    return found


def line(code, ring):
    points = [(round(x * 100), round(y * 100)) for x, y in ring]
    steps = [points[0]] + [(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in zip(points, points[1:])]
    return " ".join([code, *(f"{x} {y}" for x, y in steps)])


def embedded(path):
    rings, points = [], []
    for text in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
        code, *numbers = text.split()
        steps = [*zip(map(int, numbers[::2]), map(int, numbers[1::2]), strict=True)]
        rings.append(f'    {{"{code[:2].replace("-", "")}", {code.count("-") % 2}, {len(points)}, {len(steps)}}},\n')
        x = y = 0
        for step in steps:
            x, y = x + step[0], y + step[1]
            points.append(f"    {{{x}, {y}}},\n")
    return (
        '#include "present/picture/outlines.h"\n\n'
        f"static const sc_ring_t rings[] = {{\n{''.join(rings)}}};\n"
        f"static const short points[][2] = {{\n{''.join(points)}}};\n"
        f"const sc_outlines_t sc_outlines_built_in = {{rings, {len(rings)}, points, {len(points)}, SC_OUTLINES_SOURCE}};\n"
    )


def made():
    features, codes = source()
    named = [(f, codes.get(f.get("id"), OWN_CODES.get(f["properties"]["name"], "--")))
             for f in features if f.get("id") != ANTARCTICA]
    for code, found in sorted(polygons(named).items()):
        for outer, *holes in found:
            print(line(code, outer[:-1]))
            for hole in holes:
                print(line(code + "-", hole[:-1]))
    for code, point in sorted(POINTS.items()):
        print(line(code, [point]))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.stdout.write(embedded(sys.argv[1]))
    else:
        made()
