// The catalogue of life events: a kind is changed, published, copied and ended, with and without scripts.
import { expect, test } from '@playwright/test';
import { signedIn, sound } from './support';

for (const [script, code] of [
  [true, 'former_spouse_ends'],
  [false, 'other_open_enrollment'],
] as const) {
  test(`the office changes ${code} ${script ? 'with' : 'without'} scripts`, async ({ browser }) => {
    test.setTimeout(180_000);
    const desk = await signedIn(browser, 'coordinator', script);
    const copy = `${code}_copy`;
    await desk.goto(`/desk/events/${code}`);
    const title = (await desk.getByRole('heading', { level: 1 }).textContent()) ?? '';

    // A draft with faults is kept, and not published: each fault leads to its field.
    await desk.getByRole('link', { name: 'Edit', exact: true }).click();
    if (script) await sound(desk, `desk-events-${code}-edit`);
    await desk.locator('input[name="after"]').fill('a month');
    await desk.getByRole('button', { name: 'Save the draft' }).click();
    await expect(desk.locator('input[name="after"]')).toHaveValue('a month');
    await expect(desk.locator('.error-summary a')).toHaveAttribute('href', '#after');
    await desk.locator('input[name="after"]').fill('45');
    await desk.locator('input[name="title_es"]').fill('');
    await desk.getByRole('button', { name: 'Save the draft' }).click();
    await expect(desk.getByText('Saved as a draft')).toBeVisible();
    await desk.getByRole('button', { name: 'Publish' }).click();
    await expect(desk.locator('.error-summary a')).toHaveAttribute('href', '#title');
    await desk.locator('input[name="title_es"]').fill(`Corregido: ${code}`);
    await desk.getByRole('button', { name: 'Save the draft' }).click();

    // Published, it is what everybody reads; the history keeps the one before.
    await desk.getByRole('button', { name: 'Publish' }).click();
    await expect(desk.getByText('It is in force.')).toBeVisible();
    await expect(desk.locator('#versions tbody tr')).toHaveCount(3);
    const reader = await (await browser.newContext({ javaScriptEnabled: script })).newPage();
    await reader.goto('/life-events');
    await expect(reader.locator('tr', { hasText: title }).getByText('45 days')).toBeVisible();
    await reader.goto('/es/life-events');
    await expect(reader.getByText(`Corregido: ${code}`)).toBeVisible();

    // A copy is a kind of its own; when it has ended, nobody reads of it.
    await desk.locator('input[name="code"]').fill('Not a code');
    await desk.getByRole('button', { name: 'Copy it' }).click();
    await expect(desk.locator('.error-summary a')).toHaveAttribute('href', '#code');
    await desk.locator('input[name="code"]').fill(copy);
    await desk.getByRole('button', { name: 'Copy it' }).click();
    await expect(desk).toHaveURL(new RegExp(`/desk/events/${copy}$`));
    if (script) await sound(desk, `desk-events-${copy}`);
    await desk.getByRole('button', { name: 'Publish' }).click();
    await desk.getByRole('button', { name: 'End it' }).click();
    await expect(desk.getByText('It has ended.')).toBeVisible();
    await reader.goto('/life-events');
    await expect(reader.getByText(title, { exact: true })).toHaveCount(1);
  });
}

test('who may only look sees the catalogue and no form @nojs', async ({ browser }) => {
  const generalist = await signedIn(browser, 'generalist', false);
  await generalist.goto('/desk/events/marriage');
  await expect(generalist.getByRole('button', { name: 'End it' })).toHaveCount(0);
  expect((await generalist.goto('/desk/events/marriage/edit'))?.status()).toBe(403);
  const payroll = await signedIn(browser, 'payroll', false);
  expect((await payroll.goto('/desk/events'))?.status()).toBe(403);
});
