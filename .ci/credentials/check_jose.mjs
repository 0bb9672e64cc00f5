// jose verifies the JSON Web Signatures that the registry handed out, and no forgery of them.
//
//     node check_jose.mjs DIRECTORY

import * as jose from 'jose';
import {isDeepStrictEqual} from 'node:util';
import {decodeList} from '@digitalbazaar/vc-bitstring-status-list';
import {FORGER, ISSUER, KEYS, Tally, altered, readRecord} from './cases.mjs';

const record = await readRecord(process.argv[2]);
const tally = new Tally('jose');
const DAY = 24 * 60 * 60 * 1000;

/** As an employer's program would have it: our key set, our name, the algorithm that Open Badges asks for. */
function options(more) {
  return {issuer: ISSUER, algorithms: ['RS256'], typ: 'JWT', requiredClaims: ['iss', 'jti', 'nbf', 'sub'], ...more};
}

function keys(moment) {
  return jose.createLocalJWKSet(JSON.parse(moment.pages[KEYS].default));
}

/** The payload, or why it is refused: by the library, and with nobody else's errors taken for a refusal. */
async function verify(jws, moment, more) {
  try {
    const {payload} = await jose.jwtVerify(jws, keys(moment), options(more));
    return {payload};
  } catch(error) {
    if(!(error instanceof jose.errors.JOSEError)) {
      throw error;
    }
    return {refusal: `${error.code}: ${error.message}`};
  }
}

/** What the lists say of a credential: the purposes whose bits are set. Each list is verified first; or what is wrong. */
async function status(payload, moment) {
  const set = [];
  for(const {statusListCredential, statusListIndex, statusPurpose} of payload.credentialStatus) {
    const {payload: list, refusal} = await verify(moment.pages[statusListCredential].jws, moment);
    if(refusal !== undefined || list.credentialSubject.statusPurpose !== statusPurpose) {
      return `the list of ${statusPurpose} is not good: ${refusal ?? list.credentialSubject.statusPurpose}`;
    }
    const bits = await decodeList(list.credentialSubject);
    if(bits.getStatus(Number(statusListIndex))) {
      set.push(statusPurpose);
    }
  }
  return set.join(' and ');
}

/** The document that the JSON Web Token says the same as: its registered claims repeat what stands in the credential. */
function unwrapped({iss, sub, jti, nbf, exp, ...document}) {
  const repeats = iss === document.issuer.id && sub === document.credentialSubject.id && jti === document.id &&
    nbf * 1000 === Date.parse(document.validFrom) &&
    (document.validUntil === undefined ? exp === undefined : exp * 1000 === Date.parse(document.validUntil));
  return repeats ? document : undefined;
}

for(const moment of record.moments) {
  for(const [name, verdict] of Object.entries(moment.verdicts)) {
    const {jws, document, holder, number} = record.credentials[name];
    const what = `${moment.name}: ${name}`;
    if(verdict === 'no such key') {
      tally.refused(what, (await verify(jws, moment)).refusal, /ERR_JWKS_NO_MATCHING_KEY/);
      continue;
    }
    const signature = jose.compactVerify(jws, keys(moment), {algorithms: ['RS256']}).then(() => undefined, String);
    tally.accepted(`${what}: signature`, await signature);
    if(verdict === 'expired') {
      tally.refused(what, (await verify(jws, moment)).refusal, /ERR_JWT_EXPIRED/);
      continue;
    }
    const {payload, refusal} = await verify(jws, moment);
    tally.accepted(what, refusal);
    if(refusal !== undefined) {
      continue;
    }
    const said = await status(payload, moment);
    tally.case(`${what}: status`, said === (verdict === 'valid' ? '' : verdict) ? undefined : `the lists say: ${said}`);
    const {proof, ...other} = JSON.parse(document);
    const isSame = isDeepStrictEqual(unwrapped(payload), other);
    tally.case(`${what}: both forms`, isSame ? undefined : 'they do not say the same');
    const {identifier, licenseNumber} = payload.credentialSubject;
    const isRead = identifier[0].identityHash === holder && licenseNumber === number;
    tally.case(`${what}: holder`, isRead ? undefined : `reads ${identifier[0].identityHash}, ${licenseNumber}`);
  }
}

// The calendar: not before it was issued, not after its last day; a list says nothing after a day.
const [awarded] = record.moments;
const {expires} = record.credentials;
const until = Date.parse(JSON.parse(expires.document).validUntil);
const at = milliseconds => ({currentDate: new Date(milliseconds)});
tally.accepted('a second before it expires', (await verify(expires.jws, awarded, at(until - 1000))).refusal);
tally.refused('when it expires', (await verify(expires.jws, awarded, at(until))).refusal, /ERR_JWT_EXPIRED/);
tally.refused('a day early', (await verify(expires.jws, awarded, at(Date.now() - DAY))).refusal, /"nbf"/);
for(const [address, {jws}] of Object.entries(awarded.pages)) {
  if(jws !== undefined) {
    tally.accepted(address, (await verify(jws, awarded)).refusal);
    tally.refused(`${address} a day later`, (await verify(jws, awarded, at(Date.now() + DAY))).refusal, /ERR_JWT_EXPIRED/);
  }
}

// Forgeries.
const good = record.credentials.latin.jws;
const header = jose.decodeProtectedHeader(good);
const payload = jose.decodeJwt(good);
const forger = await jose.generateKeyPair('RS256');
const ours = JSON.parse(awarded.pages[KEYS].default).keys[0];
const publicPem = new TextEncoder().encode(await jose.exportSPKI(await jose.importJWK(ours, 'RS256')));
const sign = (header, payload, key = forger.privateKey) => new jose.SignJWT(payload).setProtectedHeader(header).sign(key);
const [first, , signature] = good.split('.');
const otherSignature = record.credentials.greek.jws.split('.')[2];
const none = jose.base64url.encode(JSON.stringify({...header, alg: 'none'}));
const claims = {iss: FORGER, issuer: {...payload.issuer, id: FORGER}};
const forgeries = [
  ['the signature of another credential', good.replace(signature, otherSignature), /SIGNATURE_VERIFICATION/],
  ['no signature', good.replace(signature, ''), /SIGNATURE_VERIFICATION/],
  ['algorithm none', `${none}.${good.split('.')[1]}.`, /ERR_JOSE_ALG_NOT_ALLOWED/],
  ['algorithm HS256, the public key as secret', await sign({...header, alg: 'HS256'}, payload, publicPem), /ERR_JOSE_ALG_NOT_ALLOWED/],
  ['another key under our key\'s name', await sign(header, payload), /SIGNATURE_VERIFICATION/],
  ['another key under its own name', await sign({...header, kid: `${FORGER}#key`}, payload), /ERR_JWKS_NO_MATCHING_KEY/],
  ['a key that it brings along', await sign({...header, jwk: await jose.exportJWK(forger.publicKey)}, payload), /SIGNATURE_VERIFICATION/],
  ['another issuer', await sign(header, {...payload, ...claims}), /SIGNATURE_VERIFICATION/],
  ['another type of token', await sign({...header, typ: 'at+jwt'}, payload), /SIGNATURE_VERIFICATION/],
];
for(const [what, jws, reason] of forgeries) {
  tally.refused(what, (await verify(jws, awarded)).refusal, reason);
}
for(const [what, forged] of altered(payload)) {
  const jws = [first, jose.base64url.encode(JSON.stringify(forged)), signature].join('.');
  tally.refused(`payload: ${what}`, (await verify(jws, awarded)).refusal, /SIGNATURE_VERIFICATION/);
}
const organisation = record.credentials.organisation.jws.split('.');
for(const [what, forged] of altered(jose.decodeJwt(organisation.join('.')))) {
  const jws = [organisation[0], jose.base64url.encode(JSON.stringify(forged)), organisation[2]].join('.');
  tally.refused(`an organisation's: ${what}`, (await verify(jws, awarded)).refusal, /SIGNATURE_VERIFICATION/);
}
// An access token of ours is no credential, nor the other way round: the keys are other ones, and so is the type.
tally.refused('asked for as an access token', (await verify(good, awarded, {typ: 'at+jwt'})).refusal, /"typ"/);
tally.refused('of another issuer than is asked for', (await verify(good, awarded, {issuer: FORGER})).refusal, /"iss"/);
tally.finish();
