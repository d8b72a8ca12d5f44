import { useMutation, useQueryClient } from '@tanstack/react-query'

/** A mutation after which everything under a key is read anew, also where it was refused. */
export function useChange<Asked, Done>(
  queryKey: readonly string[],
  mutationFn: (asked: Asked) => Promise<Done>,
) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  })
}
