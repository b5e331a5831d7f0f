/** Where a record is read on a page of its own; null for what is read with the one that it belongs to. */
export function recordRoute(record: string, id: string): string | null {
  switch (record) {
    case 'household':
      return `/households/${id}`;
    case 'visit':
      return `/visits/${id}`;
    case 'measure':
      return `/measures?id=${id}`;
    case 'problem':
      return `/problems/${id}`;
    case 'request':
      return `/visits/requests?id=${id}`;
    case 'wish':
      return `/visits/wishes?edit=${id}`;
    case 'distribution':
      return `/visits/distributions/${id}`;
    case 'tour':
      return `/visits/tours/${id}`;
    case 'inquiry':
      return `/visits/inquiries?id=${id}`;
    case 'stay':
      return '/attendance';
    case 'village_plan':
    case 'village_plan_line':
      return '/measures/plan';
    case 'feedback':
      return '/settings/feedback';
    default:
      return null;
  }
}
