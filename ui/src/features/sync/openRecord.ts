import { useRouter } from 'vue-router';

/** Where a record is read: its own page, else that of its household. */
export function useOpenRecord(): (record: string, id: string, household: string | null) => void {
  const router = useRouter();
  return (record, id, household) => {
    if (record === 'visit') void router.push(`/visits/${id}`);
    else if (record === 'measure') void router.push(`/measures?id=${id}`);
    else if (record === 'stay') void router.push('/attendance');
    else if (record === 'village_plan' || record === 'village_plan_line') void router.push('/measures/plan');
    else if (household) void router.push(`/households/${household}`);
  };
}
