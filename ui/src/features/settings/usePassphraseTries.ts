/** What a wrong passphrase costs, in the words of the unlock screen: the tries are the same ones. */
import { ref, type Ref } from 'vue';
import { call } from '@/api/client';
import { errorText } from '@/composables/useErrorText';
import { useText } from '@/composables/useText';
import { seconds } from '@/lib/format';
import { toApiError } from '@/platform/types';

export function usePassphraseTries(): { failure: Ref<string>; told(thrown: unknown): Promise<void> } {
  const { t, language } = useText();
  const failure = ref('');
  async function told(thrown: unknown): Promise<void> {
    const error = toApiError(thrown);
    failure.value = errorText(error);
    if (error.code !== 'wrong_passphrase') return;
    const state = await call('shell.state', {}).catch(() => null);
    if (!state) return;
    failure.value = state.wait_seconds > 0 ? t('unlock.wait', { time: seconds(state.wait_seconds, language.value) }) : t('unlock.wrong', { n: state.tries_left });
  }
  return { failure, told };
}
