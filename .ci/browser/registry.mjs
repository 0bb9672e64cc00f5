// A registry of our own with invented records: a certificate of every status, made the way bodies and registrars do.

import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { directory } from './directory.mjs';

/** Starts the program in `folder`; resolves to its address, the certificates, and how to stop it. */
export async function start(program, folder) {
  const scheme = join(folder, 'scheme.toml');
  const shipped = readFileSync(new URL('../../scheme/iso-iec-20000.toml', import.meta.url), 'utf8');
  // Practitioner certificates expire here, so that there is one that has.
  writeFileSync(scheme, shipped.replace('title = "Practitioner"\n', 'title = "Practitioner"\nvalid_for_years = 3\n'));
  const environment = {
    ...process.env,
    DATABASE_URL: `sqlite:${join(folder, 'touchstone.sqlite')}`,
    TOUCHSTONE_DATA_DIRECTORY: folder,
    TOUCHSTONE_SCHEME_FILE: scheme,
    // Nothing is signed for an address of this machine.
    TOUCHSTONE_PUBLIC_URL: 'http://registry.example',
    TOUCHSTONE_VERIFICATIONS_PER_MINUTE: '0',
    TOUCHSTONE_NAME_CHECKS_PER_MINUTE: '0',
  };
  const command = (...words) => JSON.parse(execFileSync(program, [...words, '--json'], { env: environment, cwd: folder }));
  execFileSync(program, ['migrate'], { env: environment, cwd: folder });
  const body = command('body', 'add', '--name', 'Alder Certification', '--country', 'NL', '--listed-on', '2010-01-01');
  const clients = {
    body: command('client', 'add', '--name', 'Alder’s system', '--role', 'body', '--body', body.slug),
    registrar: command('client', 'add', '--name', 'Scheme office', '--role', 'registrar'),
  };
  const server = spawn(program, ['serve', '--bind', '127.0.0.1:0'], {
    env: environment, cwd: folder, stdio: ['ignore', 'pipe', 'ignore'],
  });
  const url = await listening(server);
  const made = await records(url, clients);
  return {
    url,
    ...made,
    stop: () => new Promise((stopped) => server.once('exit', stopped) && server.kill('SIGTERM')),
  };
}

async function listening(server) {
  for await (const line of createInterface({ input: server.stdout })) {
    const address = line.match(/http:\/\/127\.0\.0\.1:\d+/);
    if (address) {
      server.stdout.resume();
      return address[0];
    }
  }
  throw new Error('the service did not start');
}

/** A certificate of every status, and the files of one that is valid. */
async function records(url, clients) {
  const callers = {};
  for (const [role, { client_id, client_secret }] of Object.entries(clients)) {
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret });
    const answer = await fetch(`${url}/oauth/token`, { method: 'POST', body: form });
    callers[role] = (await answer.json()).access_token;
  }
  const post = async (role, path, value) => {
    const headers = { authorization: `Bearer ${callers[role]}`, ...(value && { 'content-type': 'application/json' }) };
    const asked = value ? { method: 'POST', headers, body: JSON.stringify(value) } : { headers };
    const answer = await fetch(url + path, asked);
    const json = await answer.json();
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(json)}`);
    return json;
  };
  let people = 0;
  const award = async (given_names, family_name, listed) => {
    const birth_date = `1985-04-${String(10 + people++)}`;
    const candidate = await post('body', '/v1/candidates', { given_names, family_name, birth_date, country: 'NL', listed });
    const result = (qualification, sat_on, marks) =>
      post('body', '/v1/results', { candidate_id: candidate.id, qualification, sat_on, marks });
    const { certificate } = await result('foundation', '2015-06-01', 33);
    return { number: certificate.number, candidate: candidate.id, result };
  };
  const change = (number, step, effective_on, until) =>
    post('registrar', `/v1/certificates/${number}/${step}`, {
      effective_on, ...(until && { until }), reason_code: 'complaint', reason: 'A complaint is being looked into.',
    });
  const valid = (await award('Adèle', 'Gaillard', false)).number;
  const listed = (await award('Frida', 'Ferreira', true)).number;
  const suspended = (await award('Ifeanyi', 'Okafor', true)).number;
  await change(suspended, 'suspensions', '2016-01-01', '2016-01-31');
  await change(suspended, 'suspensions', '2024-03-01', '2099-12-31');
  const withdrawn = (await award('Noor', 'de Vries', true)).number;
  await change(withdrawn, 'suspensions', '2016-01-01');
  await change(withdrawn, 'reinstatements', '2016-02-01');
  await change(withdrawn, 'withdrawals', '2017-03-01');
  const renamed = await award('Mei', 'Hansen', false);
  await post('registrar', `/v1/candidates/${renamed.candidate}/identity-changes`, {
    family_name: 'Lindqvist', reason: 'marriage', proof: { method: 'The certificate of marriage was shown.' },
  });
  const practitioner = await (await award('Yuki', 'Tanaka', true)).result('practitioner', '2016-06-01', 60);
  const link = async (number) => {
    const issued = await post('body', `/v1/certificates/${number}/holder-links`, {});
    return new URL(issued.url).pathname;
  };
  const held = { holder: await link(valid), 'holder-suspended': await link(suspended) };
  const file = async (path, accept) => {
    const headers = { authorization: `Bearer ${callers.body}`, accept };
    const answer = await fetch(`${url}/v1/certificates/${valid}/${path}`, { headers });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return Buffer.from(await answer.arrayBuffer());
  };
  return {
    directory: await directory(post),
    certificates: {
      valid, listed, suspended, withdrawn, renamed: renamed.number, expired: practitioner.certificate.number,
    },
    held,
    files: { pdf: await file('pdf', 'application/pdf'), jws: await file('credential', 'application/vc+jwt') },
  };
}
