// Each PDF that the portal makes conforms to PDF/UA-1. veraPDF says so, which has no part in making them.
import { writeFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { pdfUa, signedIn } from './support';

const PAPERS = ['en', 'es'].flatMap((lang) => ['normal', 'large'].map((size) => `lang=${lang}&size=${size}`));

/** Saves what a path answers; returns the file's name. */
async function saved(page: Page, path: string, whose = '', method: 'get' | 'post' = 'get'): Promise<string> {
  const headers = { origin: new URL(page.url()).origin };
  const answer = await page.context().request[method](path, { headers });
  expect(answer.status(), path).toBe(200);
  expect(answer.headers()['content-type'], path).toBe('application/pdf');
  const file = test.info().outputPath(`${whose}${path.replace(/[^a-z0-9]+/gi, '-')}.pdf`);
  writeFileSync(file, await answer.body());
  return file;
}

test('packets of different people, the public one, letters and lists', async ({ browser, page }) => {
  test.setTimeout(180_000);
  const files: string[] = [];
  await page.goto('/retirees');
  for (const paper of PAPERS) files.push(await saved(page, `/retirees/packet.pdf?${paper}`));
  for (const subject of ['retiree-medicare', 'retiree-turning-65', 'survivor']) {
    const member = await signedIn(browser, subject);
    for (const paper of PAPERS) files.push(await saved(member, `/my/packet.pdf?${paper}`, subject));
  }
  const desk = await signedIn(browser, 'coordinator');
  files.push(await saved(desk, '/desk/part-b/lists/1.pdf'));
  files.push(await saved(desk, '/desk/people/R00010/access/letter', '', 'post'));
  await desk.goto('/desk/turning-65');
  const medicare = await desk.locator('form[action$="/letter"]').first().getAttribute('action');
  files.push(await saved(desk, medicare ?? '', '', 'post'));
  const [conform, said] = pdfUa(files);
  expect(conform, said).toBe(true);
});

test('what does not conform is told', async ({ page }) => {
  await page.setContent('<p>Printed by a browser, without tags.</p>');
  const file = test.info().outputPath('untagged.pdf');
  await page.pdf({ path: file, tagged: false });
  const [conform, said] = pdfUa([file]);
  expect(conform).toBe(false);
  expect(said).toContain('does not conform');
});
