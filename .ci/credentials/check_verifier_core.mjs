// The verifier of the Digital Credentials Consortium, which stands behind its wallet and its page VerifierPlus, comes to our
// verdicts about credentials, and about those that were added to.
//
//     node check_verifier_core.mjs DIRECTORY

import {Tally, readAltered, readRecord} from './cases.mjs';

const record = await readRecord(process.argv[2]);
const tally = new Tally('verifier-core');
const [awarded, , , withdrawn] = record.moments;

// It asks the network by itself: for keys, status lists and schemas. It gets the pages of a moment, and nothing else.
let pages = awarded.pages;
globalThis.fetch = async request => {
  const address = typeof request === 'string' ? request : request.url ?? String(request);
  const page = pages[address];
  const headers = {'content-type': 'application/json'};
  return page === undefined ? new Response('', {status: 404}) : new Response(page.document ?? page.default, {headers});
};
const {verifyCredential} = await import('@digitalcredentials/verifier-core');

/** It prints that it cannot load schemas, which have a step of their own here. */
async function quietly(work) {
  const {log} = console;
  console.log = () => {};
  try {
    return await work();
  } finally {
    console.log = log;
  }
}

/** Why a credential is refused, or undefined. That nobody can look into a registry of issuers here is no reason. */
async function refusal(text) {
  const {errors, log = []} = await quietly(() => verifyCredential({credential: JSON.parse(text), knownDIDRegistries: []}));
  if(errors !== undefined) {
    return errors.map(({name, message}) => `${name}: ${message}`).join('; ');
  }
  const failed = log.filter(({id, valid, error}) => id !== 'registered_issuer' && (valid !== true || error !== undefined));
  return failed.length === 0 ? undefined : failed.map(({id, error}) => `${id}: ${error?.message ?? 'no'}`).join('; ');
}

for(const [name, verdict] of Object.entries(awarded.verdicts)) {
  const why = await refusal(record.credentials[name].document);
  if(verdict === 'valid') {
    tally.accepted(name, why);
  } else {
    tally.refused(name, why, /expir/);
  }
}
await tally.compare(await readAltered(process.argv[2]), refusal);

pages = withdrawn.pages;
for(const [name, verdict] of Object.entries(withdrawn.verdicts).filter(([, verdict]) => verdict === 'revocation')) {
  tally.refused(`${withdrawn.name}: ${name} (${verdict})`, await refusal(record.credentials[name].document), /revocation/);
}
tally.finish();
