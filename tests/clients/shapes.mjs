// What a catalog (JSON-LD) violates of SHACL shapes (Turtle): shapes.mjs ADDRESS FILE…
import rdf from '@zazuko/env';
import jsonld from 'jsonld';
import { Parser } from 'n3';
import Validator from 'rdf-validate-shacl';
import fs from 'node:fs';

const [address, ...files] = process.argv.slice(2);
const catalog = await (await fetch(address)).json();
const nquads = await jsonld.toRDF(catalog, { format: 'application/n-quads', base: address });
const data = rdf.dataset(new Parser({ format: 'N-Quads', factory: rdf }).parse(nquads));
const violations = [];
for (const file of files) {
  const shapes = rdf.dataset(new Parser({ factory: rdf }).parse(fs.readFileSync(file, 'utf8')));
  const report = await new Validator(shapes, { factory: rdf }).validate(data);
  for (const result of report.results) {
    if (result.severity?.value.endsWith('#Violation')) {
      violations.push([file.split('/').pop(), result.focusNode?.value, result.path?.value, result.message?.[0]?.value ?? result.sourceConstraintComponent?.value]);
    }
  }
}
console.log(JSON.stringify({ triples: data.size, violations }));
