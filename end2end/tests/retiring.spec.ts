// Retirement from the city and from the school: estimate, road, agreed day, submission, the list; and a seminar.
import { expect, test, type Browser, type Page } from '@playwright/test';
import { fits, signedIn, sound } from './support';

test.describe.configure({ mode: 'serial' });

/** The row of a table with this heading. */
const row = (page: Page, heading: string | RegExp) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: heading }) });

/** Asks for an estimate, and says that they retire on the day. */
async function begin(page: Page, date: string, javaScript: string) {
  await page.goto('/my/retiring');
  await page.locator('input[name="date"]').fill(date);
  await page.getByRole('button', { name: 'Show the estimate' }).click();
  await expect(page.getByRole('heading', { name: 'Estimate', exact: true })).toBeVisible();
  await sound(page, `retiring-estimate-${javaScript}`);
  await page.getByRole('button', { name: 'I want to retire on this day' }).click();
  await expect(page.getByText('has not agreed to the day yet')).toBeVisible();
  await sound(page, `retiring-road-${javaScript}`);
}

/** Chooses, signs, sends; the reference number. */
async function choose(page: Page, name: string): Promise<string> {
  await page.goto('/my/retiring');
  await page.locator('input[name="attested"]').check();
  await page.locator('input[name="signature"]').fill(name);
  await page.getByRole('button', { name: 'Send my choices' }).click();
  await expect(page.getByText('Your choices are with the benefits office.')).toBeVisible();
  return (await page.locator('strong.reference').innerText()).trim();
}

/** Approves what was sent. */
async function approve(browser: Browser, reference: string) {
  const desk = await signedIn(browser, 'coordinator');
  await desk.goto(`/desk/submissions/${reference}`);
  await sound(desk, `retiring-review-${reference.slice(0, 2)}`);
  await desk.getByRole('button', { name: /^Approve/ }).first().click();
  await expect(desk.getByText('Approved').first()).toBeVisible();
}

test('an employee of the city retires, without a script', async ({ browser }) => {
  test.setTimeout(180_000);
  const wendell = await signedIn(browser, 'retiring-city', false);
  await wendell.goto('/my/retiring?date=soon');
  await expect(wendell.getByRole('alert')).toContainText('Enter a day such as');
  await begin(wendell, '2026-12-15', 'no-script');
  await expect(wendell.getByText('January 1, 2027').first()).toBeVisible();
  await expect(wendell.locator('input[name="signature"]')).toHaveCount(0);
  await row(wendell, /Ask the retirement board/).getByRole('button', { name: /^Done/ }).click();
  await expect(row(wendell, /Ask the retirement board/)).toContainText('Wendell Ashgrove');

  const administrator = await signedIn(browser, 'retirement');
  await administrator.goto('/offices/retirements');
  const road = administrator.locator('section.card').filter({ hasText: 'Wendell Ashgrove' });
  await road.locator('input[name^="date"]').fill('2026-12-18');
  await road.getByRole('button', { name: 'Agree to the day' }).click();
  await expect(administrator.getByText('The day is agreed.')).toBeVisible();
  await sound(administrator, 'retirements-office');

  const reference = await choose(wendell, 'Wendell Ashgrove');
  await fits(wendell, 'retiring-sent');
  await approve(browser, reference);
  await wendell.goto('/my/retiring');
  await expect(wendell.getByText('You have retired.')).toBeVisible();

  const payroll = await signedIn(browser, 'payroll');
  await payroll.goto('/offices/retirements');
  const paid = payroll.locator('section.card').filter({ hasText: 'Wendell Ashgrove' });
  await row(payroll, /Take the last deduction out of pay/).getByRole('button').click();
  await expect(paid).toContainText('Maeve Garrity');

  await administrator.goto('/offices/retirement-changes?month=2027-01');
  await expect(row(administrator, 'Ashgrove, Wendell')).toContainText('Retirement');
  await expect(row(administrator, 'Ashgrove, Wendell')).toContainText('January 1, 2027');
  await sound(administrator, 'retirement-changes');
  const file = await administrator.context().request.get('/offices/retirement-changes/2027-01.csv');
  expect(file.status()).toBe(200);
  expect(await file.text()).toContain('Ashgrove');
  const book = await administrator.context().request.get('/offices/retirement-changes/2027-01.xlsx');
  expect((await book.body()).subarray(0, 2).toString()).toBe('PK');
});

test('a teacher retires, and is on the list for MTRS', async ({ browser }) => {
  test.setTimeout(180_000);
  const beatriz = await signedIn(browser, 'retiring-teacher');
  await begin(beatriz, '2026-12-31', 'script');
  await expect(beatriz.getByText('Teachers’ retirement (MTRS)').first()).toBeVisible();

  const desk = await signedIn(browser, 'coordinator');
  await desk.goto('/desk/retirements');
  await sound(desk, 'retirements-desk');
  const road = desk.locator('section.card').filter({ hasText: 'Beatriz Carvalhal' });
  await road.getByRole('button', { name: /letter/ }).click();
  await expect(desk.getByText('The day is agreed.')).toBeVisible();

  const reference = await choose(beatriz, 'Beatriz Carvalhal');
  await approve(browser, reference);

  await desk.goto('/desk/mtrs?month=2027-01');
  const listed = desk.locator('#changes').getByRole('row').filter({ hasText: 'Carvalhal' });
  await expect(listed).toContainText('Retirement');
  await sound(desk, 'mtrs-list');
  await desk.goto('/desk/mtrs-layout');
  await desk.locator('input[name="columns[0][heading]"]').fill('');
  await desk.getByRole('button', { name: 'Save as a new version' }).click();
  await expect(desk.getByRole('alert')).toContainText('Give a heading');
  await desk.locator('input[name="columns[0][heading]"]').fill('MTRS member');
  await desk.getByRole('button', { name: 'Save as a new version' }).click();
  await expect(desk.getByText('The layout is saved.')).toBeVisible();
  await sound(desk, 'mtrs-layout-saved');
  const file = await desk.context().request.get('/desk/mtrs/2027-01.csv');
  expect((await file.text()).split('\r\n')[0]).toContain('MTRS member');

  const compare = async (text: string) => {
    await desk.goto('/desk/mtrs?month=2027-01');
    const upload = { name: 'mtrs.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
    await desk.locator('input[name="file"]').setInputFiles(upload);
    await desk.getByRole('button', { name: 'Compare', exact: true }).click();
  };
  await compare('number,amount\nR00010,twelve\n');
  await expect(desk.getByRole('alert')).toContainText('row 2, column amount');
  await compare('number,amount\nR00010,12.00\n');
  await expect(desk.locator('#differences')).toContainText('Another amount');
  await expect(desk.locator('#differences')).toContainText('Missing in the file');
  await sound(desk, 'mtrs-compared');
  await desk.goto('/desk/mtrs?month=2026-11');
  await desk.getByRole('button', { name: 'Mark as sent' }).click();
  await expect(desk.getByText('Sent', { exact: true })).toBeVisible();
});

// Two teachers who never sign in: each run has one of its own.
const AT_THE_COUNTER = { js: ['E01067', 'Declan Scanlon'], nojs: ['E00876', 'Mirlande Célestin'] };

test('staff enter a retirement from paper @nojs', async ({ browser }, info) => {
  test.setTimeout(180_000);
  const scripts = info.project.name !== 'nojs';
  const [number, name] = scripts ? AT_THE_COUNTER.js : AT_THE_COUNTER.nojs;
  const page = `/desk/people/${number}/retiring`;
  const desk = await signedIn(browser, 'generalist', scripts);
  await desk.goto(`/desk/people/${number}`);
  await desk.getByRole('link', { name: 'Enter a retirement from paper' }).click();
  await expect(desk).toHaveURL(new RegExp(`${page}$`));
  await expect(desk.getByText('You enter this for somebody else')).toBeVisible();
  await desk.getByRole('button', { name: 'Show the estimate' }).click();
  await expect(desk.getByRole('alert')).toContainText('Enter a day');
  await desk.locator('input[name="date"]').fill('2026-12-15');
  await desk.getByRole('button', { name: 'Show the estimate' }).click();
  await expect(desk.getByRole('heading', { name: 'Estimate', exact: true })).toBeVisible();
  await sound(desk, 'retiring-counter-estimate');
  await desk.getByRole('button', { name: 'Begin the retirement on this day' }).click();
  await expect(desk).toHaveURL(new RegExp(`${page}$`));
  await expect(desk.getByText('has not agreed to the day yet')).toBeVisible();

  await desk.locator('summary', { hasText: 'Say another day' }).click();
  await desk.locator('details input[name="date"]').fill('2026-12-31');
  await desk.locator('details button', { hasText: 'Say another day' }).click();
  const when = desk.locator('.summary-row').filter({ hasText: 'Day of retirement' }).first();
  await expect(when).toContainText('December 31, 2026');
  await row(desk, /Ask MTRS/).getByRole('button', { name: /^Done/ }).click();
  await expect(desk).toHaveURL(new RegExp(`${page}$`));
  await expect(row(desk, /Ask MTRS/)).toContainText('Paola Candelario');
  await sound(desk, 'retiring-counter-road');

  await desk.goto('/desk/retirements');
  const road = desk.locator('section.card').filter({ hasText: name });
  await road.getByRole('button', { name: /letter/ }).click();
  await expect(desk.getByText('The day is agreed.')).toBeVisible();

  // The signature is on the paper: staff say that it is on file.
  await desk.goto(page);
  await expect(desk.locator('input[name="signature"]')).toHaveCount(0);
  await desk.getByRole('button', { name: 'Show the cost' }).click();
  await expect(desk).toHaveURL(new RegExp(`${page}\\?date=2026-12-31`));
  await desk.getByRole('button', { name: 'Send to the queue' }).click();
  await expect(desk.getByRole('alert')).toContainText('Check the box');
  await desk.locator('input[name="attested"]').check();
  await desk.getByRole('button', { name: 'Send to the queue' }).click();
  await expect(desk).toHaveURL(/\/desk\/submissions\/[A-Z]{2}-/);
  await expect(desk.getByText('On paper; the office entered it')).toBeVisible();
  await approve(browser, new URL(desk.url()).pathname.split('/').pop() ?? '');
  await desk.goto(`/desk/people/${number}?on=2027-01-01`);
  await expect(desk.getByText('Retired teacher').first()).toBeVisible();
  await expect(desk.locator('#held')).toContainText('Valley HMO');

  // Nobody enters their own, and nobody without the right to decide enters any.
  const own = await signedIn(browser, 'second-coordinator', scripts);
  await own.goto('/desk/people/E00013');
  await expect(own.getByRole('link', { name: 'Enter a retirement from paper' })).toHaveCount(0);
  expect((await own.goto('/desk/people/E00013/retiring'))?.status()).toBe(422);
  const director = await signedIn(browser, 'director', scripts);
  expect((await director.goto('/desk/people/E00001/retiring'))?.status()).toBe(403);
});

test('a seminar is announced, filled and waited for', async ({ browser }) => {
  test.setTimeout(120_000);
  const desk = await signedIn(browser, 'coordinator');
  await desk.goto('/desk/seminars');
  await desk.getByRole('button', { name: 'Announce' }).click();
  await expect(desk.getByRole('alert')).toContainText('This is needed');
  await desk.locator('input[name="title"]').fill('Retiring from the city');
  await desk.locator('input[name="date"]').fill('2026-12-10');
  await desk.locator('input[name="place"]').fill('City Hall, Room 204');
  await desk.locator('input[name="capacity"]').fill('1');
  await desk.getByRole('button', { name: 'Announce' }).click();
  await expect(desk).toHaveURL(/\/desk\/seminars\/[0-9a-f-]{36}$/);
  await sound(desk, 'seminar-desk');

  const first = await signedIn(browser, 'city-employee', false);
  await first.goto('/my/seminars');
  await first.getByRole('button', { name: /^Sign up/ }).click();
  await expect(first.getByText('You have a seat.')).toBeVisible();
  await sound(first, 'seminar-seat');
  const href = await first.getByRole('link', { name: 'Add to my calendar' }).getAttribute('href');
  const calendar = await first.context().request.get(href ?? '');
  expect(await calendar.text()).toContain('BEGIN:VCALENDAR');

  const second = await signedIn(browser, 'waiver', false);
  await second.goto('/my/seminars');
  await second.getByRole('button', { name: /^Join the waiting list/ }).click();
  await expect(second.getByText('your turn is number 1')).toBeVisible();
  await first.getByRole('button', { name: 'I can’t come' }).click();
  await second.reload();
  await expect(second.getByText('You have a seat.')).toBeVisible();
});
