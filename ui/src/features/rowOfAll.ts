/** One row for every list under test: each reads what is its own. */
export const receipt = { state: 'receipted', number: '', photos_done: 0, photos_total: 0, parked: false, reason: null as string | null, at_ms: 0 };
export const row = {
  id: 'X', version: 7, household_id: 'H1', head_name: '黎根生', for_name: '黎根生', group_name: '上坪组', village_name: '石磨坪村', division_name: '石磨坪村', division_code: '431128104201', content: '水管冻裂', item: '化肥', name: '走一遍', raised_on: '2018-09-20', given_on: '2018-09-20', starts_on: '2018-09-20',
  state: 'open', class: 'industry', goal: '', quantity: 1, quantity_done: 0, quantity_unit: '', amount_fen: 0, paid_fen: 0, result: '', dropped_reason: '', unclear: [], groups: [], unseen_days: null, counts: 'anyone', wished_by: '', donor: '', fulfilled_on: null, note: '', source: '',
  person_id: null, person_name: '', unit_id: null, unit_name: '', due_on: null, solved_on: null as string | null, confirmed_on: null, confirmed_by: '', ends_on: null, visit_id: null, village_code: '431128104201', township_name: '柳坪镇', asked_on: '2018-09-20', answers: ['yes', 'no', '', '', '', '', 'unsure'], households: 0, received: 0, seen: 0, late_days: 0, fields: {}, conflict_fields: [], conflict: false, receipt,
};
