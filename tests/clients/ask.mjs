// What jsonld.js and oxigraph answer: ask.mjs QUERY ADDRESS… loads the addresses, and prints the values that the SPARQL query selects.
import jsonld from 'jsonld';
import oxigraph from 'oxigraph';

const [query, ...addresses] = process.argv.slice(2);
const documentLoader = async (url) => ({ documentUrl: url, document: await (await fetch(url)).json() });
const store = new oxigraph.Store();
for (const address of addresses) {
  const nquads = await jsonld.toRDF(address, { format: 'application/n-quads', documentLoader });
  store.load(nquads, { format: 'application/n-quads' });
}
console.log(JSON.stringify(store.query(query).map((row) => [...row.values()].map((value) => value.value))));
