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
