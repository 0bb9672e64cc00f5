// What a directory has to show: organisations of every status and several scripts, another body, training and courses.

/** Adds the records; resolves to their addresses. `post` asks the API in a role. */
export async function directory(post) {
  const trainer = await post('registrar', '/v1/training-organisations', {
    name: 'Lakeside Learning', country: 'CH', website: 'https://lakeside.example', accredited_from: '2012-01-01',
  });
  const course = (title, qualification, languages, delivery, countries, accredited_from, accredited_until) =>
    post('registrar', '/v1/courses', {
      training_organisation_id: trainer.id, title, qualification, languages, delivery, countries, accredited_from,
      ...(accredited_until && { accredited_until }),
    });
  await course('Auditing service management', 'auditor', ['de', 'fr'], ['classroom'], ['CH', 'DE'], '2013-01-01');
  await course('Practitioner in four evenings', 'practitioner', ['en'], ['online'], [], '2014-01-01');
  await course('Auditing, the first course', 'auditor', ['de'], ['classroom'], ['CH'], '2012-01-01', '2013-12-31');
  let number = 0;
  const certify = async (organisation, scope_statement, more = {}) => {
    const submitted = await post('body', '/v1/organisation-certificates', {
      organisation, number: `ALD-${++number}`, edition: '2018', issued_on: '2024-05-01', expires_on: '2099-04-30',
      sites: [{ locality: 'Main office', country: organisation?.country }], scope_statement, ...more,
    });
    await post('registrar', `/v1/organisation-certificates/${submitted.id}/scope-reviews`, { agreed: true });
    return submitted;
  };
  const change = ({ id }, step, effective_on) =>
    post('registrar', `/v1/organisation-certificates/${id}/${step}`, {
      effective_on, reason_code: 'complaint', reason: 'A complaint is looked into.',
    });
  const hosting = await certify({ name: 'Müller & Söhne Rechenzentren', country: 'DE', region: 'Bayern' },
    'The service management system that supports hosting and operation of data centres.');
  await certify({ name: '株式会社さくらサービス', latin_name: 'Sakura Services', country: 'JP' },
    'Service desk and network operation for companies in Japan.');
  await certify({ name: 'شركة النخبة للخدمات', latin_name: 'Al Nukhba Services', country: 'AE' },
    'Managed cloud services from the offices in Abu Dhabi.');
  const suspended = await certify({ name: 'Iberdata Servicios', country: 'ES' }, 'Help desk and payroll services.');
  await change(suspended, 'suspensions', '2025-01-01');
  await change(await certify({ name: 'Formerly Hosting', country: 'DE' }, 'Hosting.'), 'withdrawals', '2025-06-01');
  const expired = { issued_on: '2016-01-01', expires_on: '2018-12-31', edition: '2011' };
  await certify({ name: 'Old Harbour Systems', country: 'GB' }, 'Desktop services.', expired);
  for (let more = 1; more <= 60; more++) {
    await certify({ name: `Provider ${String(more).padStart(2, '0')}`, country: 'SE' }, 'Support of applications.');
  }
  const heide = {
    name: 'شركة الخلنج للاستضافة', latin_name: 'Heide Hosting', country: 'AE', region: 'Dubai',
    website: 'https://heide.example', registration_number: 'DXB-1',
  };
  const sites = [{ name: 'Head office', locality: 'Dubai', country: 'AE' }, { locality: 'Utrecht', country: 'NL' }];
  const scope = 'The service management system that supports hosting services to customers.\nFrom Dubai and Utrecht.';
  const first = await certify(heide, scope, { sites, issued_on: '2019-05-01', expires_on: '2022-04-30' });
  const renewed = await certify(undefined, scope, {
    organisation_id: first.organisation.id, sites, issued_on: '2022-05-01', expires_on: '2098-04-30', renews_id: first.id,
  });
  await change(renewed, 'suspensions', '2023-01-01');
  await change(renewed, 'reinstatements', '2023-02-01');
  const read = ({ id }) => post('registrar', `/v1/organisation-certificates/${id}`);
  const slug = async (certificate) => (await read(certificate)).organisation.slug;
  const short = async (certificate) => `/o/${(await read(certificate)).register_number}`;
  return {
    organisation: `/organisations/${await slug(hosting)}`, 'organisation-suspended': `/organisations/${await slug(suspended)}`,
    'organisation-renewed': `/organisations/${await slug(renewed)}`,
    'organisation-certificate': await short(renewed), 'organisation-certificate-suspended': await short(suspended),
    'organisation-certificate-earlier': `${await short(renewed)}?on=2023-01-15`,
    trainer: `/training/${trainer.slug}`,
  };
}
