// What a parser of CSV on the Web makes of a table that is described: csvw.mjs ADDRESS_OF_THE_DESCRIPTION
import rdf from '@zazuko/env';
import CsvwParser from '@zazuko/rdf-parser-csvw';
import jsonld from 'jsonld';
import { Parser } from 'n3';
import { Readable } from 'node:stream';

// What http://www.w3.org/ns/csvw says of the terms that are used, without asking for it.
const csvw = {
  '@vocab': 'http://www.w3.org/ns/csvw#',
  dc: 'http://purl.org/dc/terms/',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  url: { '@id': 'http://www.w3.org/ns/csvw#url', '@type': '@id' },
  titles: 'http://www.w3.org/ns/csvw#title',
  column: 'http://www.w3.org/ns/csvw#column',
  columns: { '@id': 'http://www.w3.org/ns/csvw#column', '@container': '@list' },
};
const documentLoader = async (url) => {
  if (url !== 'http://www.w3.org/ns/csvw') throw new Error(`asks for ${url}`);
  return { document: { '@context': csvw }, documentUrl: url, contextUrl: null };
};

const [address] = process.argv.slice(2);
const description = await (await fetch(address)).json();
const nquads = await jsonld.toRDF(description, { format: 'application/n-quads', base: address, documentLoader });
const metadata = rdf.dataset(new Parser({ format: 'N-Quads', factory: rdf }).parse(nquads));
const table = new URL(description.url, address).href;
const body = Buffer.from(await (await fetch(table)).arrayBuffer()).toString('utf8');
const rows = new Map();
for await (const quad of new CsvwParser({ metadata, baseIRI: table, factory: rdf }).import(Readable.from([body]))) {
  if (quad.object.termType === 'Literal') {
    const row = rows.get(quad.subject.value) ?? {};
    const column = decodeURIComponent(quad.predicate.value.split('#').pop());
    row[column] = [quad.object.value, quad.object.datatype.value.split('#').pop()];
    rows.set(quad.subject.value, row);
  }
}
console.log(JSON.stringify({ rows: [...rows.values()] }));
