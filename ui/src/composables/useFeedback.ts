/** 意见反馈 is asked for from the account menu and from a draft on the first screen. */
import { ref, type Ref } from 'vue';

const open = ref(false);
export const useFeedback = (): { open: Ref<boolean> } => ({ open });
