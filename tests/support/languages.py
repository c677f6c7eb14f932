"""The languages that have a catalogue, and a configuration that offers them all."""

import babel

from . import paths

PO = paths.TOP / "mod_sistercity" / "language" / "po"
TAGS = ["en", *sorted(path.stem for path in PO.glob("*.po"))]
OFFERED = f"<Location /sistercities>\nSisterCityLanguages {' '.join(TAGS)}\n</Location>"
# Whose usage the catalogue follows, where the tag alone leaves it open.
LOCALES = {"en": "en_001", "pt": "pt_PT"}


def locale_of(tag):
    return babel.Locale.parse(LOCALES.get(tag, tag).replace("-", "_"))
