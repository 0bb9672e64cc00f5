// What the checks in Node.js share: the record that they are given, forgeries, and the count of what held.

import {readFile} from 'node:fs/promises';
import {join} from 'node:path';

export const PUBLIC_URL = 'https://registry.example';
export const ISSUER = 'did:web:registry.example';
export const FORGER = 'did:web:forger.example';
export const DID_DOCUMENT = `${PUBLIC_URL}/.well-known/did.json`;
export const KEYS = `${PUBLIC_URL}/issuer/jwks.json`;

/** What was handed out: the moments, and the credentials by name. */
export async function readRecord(directory) {
  const {moments, credentials} = JSON.parse(await readFile(join(directory, 'record.json'), 'utf8'));
  return {moments, credentials: Object.fromEntries(credentials.map(credential => [credential.name, credential]))};
}

/** The files that `alter.py` made of a credential, with what `touchstone verify` concluded of each. */
export async function readAltered(directory) {
  return JSON.parse(await readFile(join(directory, 'altered.json'), 'utf8'));
}

/** Counts cases, and tells of every one that did not go as it must. */
export class Tally {
  constructor(verifier) {
    Object.assign(this, {verifier, cases: 0, failures: 0});
  }

  /** `mistake` is undefined where it went as it must. */
  case(what, mistake) {
    this.cases += 1;
    if(mistake !== undefined) {
      this.failures += 1;
      console.error(`FAILED: ${this.verifier}: ${what}: ${mistake}`);
    }
  }

  /** It must be refused, and for that reason. `refusal` is undefined where it was accepted. */
  refused(what, refusal, reason) {
    const isExpected = refusal !== undefined && reason.test(refusal);
    this.case(what, isExpected ? undefined : refusal === undefined ? 'accepted' : `refused, but because: ${refusal}`);
  }

  /** It must be accepted. */
  accepted(what, refusal) {
    this.case(what, refusal === undefined ? undefined : `refused: ${refusal}`);
  }

  /**
   * Holds the verdicts of this verifier against ours: what it refuses we refuse, and what is the same data both accept. We
   * refuse more: who reads a member that stands twice takes the last one and does not see the first.
   */
  async compare(altered, refusal) {
    let refused = 0;
    for(const {what, text, same, ours} of altered) {
      const why = await refusal(text);
      refused += why === undefined ? 0 : 1;
      if(same) {
        this.accepted(what, why);
      } else {
        this.case(what, why !== undefined && ours === 'valid' ? `refused, and we accept it: ${why}` : undefined);
      }
    }
    this.case('files that were added to', refused > 0 ? undefined : 'none of them is refused');
    console.log(`${this.verifier}: refuses ${refused} of ${altered.filter(({same}) => !same).length} files that were added to`);
  }

  finish() {
    console.log(`${this.verifier}: ${this.cases - this.failures} of ${this.cases} cases went as they must`);
    if(this.failures > 0 || this.cases === 0) {
      process.exitCode = 1;
    }
  }
}

/**
 * The document with each of its members, at any depth, once altered and once taken away, and with members added to each
 * object. With words for what was done.
 */
export function* altered(document, path = []) {
  for(const [member, value] of Object.entries(document)) {
    const place = [...path, member];
    yield [`${place.join('/')} taken away`, changed(document, member)];
    if(value !== null && typeof value === 'object') {
      for(const [what, inner] of altered(value, place)) {
        yield [what, changed(document, member, inner)];
      }
    } else {
      yield [`${place.join('/')} altered`, changed(document, member, another(value))];
    }
  }
  if(!Array.isArray(document)) {
    for(const added of ['description', 'unknownMember'].filter(added => !(added in document))) {
      yield [[...path, added].join('/') + ' added', {...document, [added]: 'Added.'}];
    }
  }
}

function another(value) {
  return typeof value === 'boolean' ? !value : typeof value === 'number' ? value + 1 : `${value}1`;
}

function changed(document, member, value) {
  const members = Object.entries(document).map(([name, old]) => [name, name === member ? value : old]);
  const kept = members.filter(([, value]) => value !== undefined);
  return Array.isArray(document) ? kept.map(([, value]) => value) : Object.fromEntries(kept);
}
