/** What a person does before a picture is taken. */
export const record = async (p, take = true) => {
  await p.keyboard.press('Control+n');
  await p.getByRole('combobox').first().waitFor({ timeout: 20000 });
  await p.waitForTimeout(150);
  await p.keyboard.type('zds');
  await p.waitForTimeout(250);
  if (take) await p.keyboard.press('Enter');
  await p.waitForTimeout(300);
};
export const keys = (...list) => async (p) => {
  for (const k of list) {
    await p.keyboard.press(k);
    await p.waitForTimeout(250);
  }
};
/** The button of this name, pressed. */
export const press = (name) => (p) => p.getByRole('button', { name, exact: true }).first().click();
/** What is typed, field after field, then Enter. */
export const fill = (...texts) => async (p) => {
  for (const [i, text] of texts.entries()) {
    if (i) await p.keyboard.press('Tab');
    await p.keyboard.type(text);
  }
  await p.keyboard.press('Enter');
  await p.waitForTimeout(300);
};
/** One act after the other. */
export const then = (...acts) => async (p) => {
  for (const act of acts) {
    await act(p);
    await p.waitForTimeout(250);
  }
};
/** Every group of a form that folds, unfolded; and the form scrolled so far. */
export const unfold = async (p, part = 0) => {
  await p.evaluate(() => document.querySelectorAll('[role=dialog] details').forEach((d) => (d.open = true)));
  await p.getByRole('dialog').locator('.body').evaluate((el, to) => el.scrollTo(0, el.scrollHeight * to), part);
};
