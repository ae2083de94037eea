import { Environment } from '@marcbachmann/cel-js/evaluator'
import { addFunctions } from './functions'
import type { Variables } from './query'

/** Reads CEL written by hand and gives what evaluates it. Both throw whatever the engine throws. */
export type Cel = (text: string) => (variables: Variables) => unknown

let environment: Environment | undefined

/** Made at the first rule: a form without CEL should not pay for it. */
function env(): Environment {
  environment ??= addFunctions(
    ['answers', 'previous', 'checks', 'case', 'row', 'parent', 'grandparent'].reduce(
      (e, name) => e.registerVariable(name, 'dyn'),
      new Environment({ homogeneousAggregateLiterals: false }).registerVariable('today', 'string'),
    ),
  )
  return environment
}

/** The engine. It is larger than all else that runs a form, so that the applicant's app fetches it only for forms with CEL. */
export const cel: Cel = (text) => {
  const run = env().parse(text)
  return (variables) => run(variables) as unknown
}
