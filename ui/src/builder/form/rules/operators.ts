import type { Condition, Operator, RuleType, RuleValue } from '../../../fields/types'

/** Which operators a type has; allowed of builder/rule/operator.go. */
export const operators: Record<RuleType, readonly Operator[]> = {
  text: ['=', '!=', 'in', 'notIn', 'contains', 'notContains', 'beginsWith', 'endsWith', 'isEmpty', 'notEmpty'],
  number: ['=', '!=', '<', '<=', '>', '>=', 'in', 'notIn', 'between', 'isEmpty', 'notEmpty'],
  bool: ['=', '!=', 'isEmpty', 'notEmpty'],
  date: ['=', '!=', '<', '<=', '>', '>=', 'in', 'notIn', 'between', 'olderThan', 'youngerThan', 'isEmpty', 'notEmpty'],
  choice: ['=', '!=', 'in', 'notIn', 'isEmpty', 'notEmpty'],
  choices: ['contains', 'notContains', 'in', 'notIn', 'isEmpty', 'notEmpty'],
  list: ['contains', 'notContains', 'isEmpty', 'notEmpty'],
  group: ['isEmpty', 'notEmpty'],
  repeat: ['isEmpty', 'notEmpty'],
  any: ['=', '!=', 'contains', 'notContains', 'isEmpty', 'notEmpty'],
}

/** The word of an operator in keys of the catalogue. */
const operatorWords: Record<Operator, string> = {
  '=': 'is', '!=': 'isNot', '<': 'less', '<=': 'atMost', '>': 'more', '>=': 'atLeast', in: 'in', notIn: 'notIn', between: 'between',
  contains: 'contains', notContains: 'notContains', beginsWith: 'beginsWith', endsWith: 'endsWith', isEmpty: 'isEmpty', notEmpty: 'notEmpty',
  olderThan: 'olderThan', youngerThan: 'youngerThan',
}

const dateWords: Partial<Record<Operator, string>> = { '<': 'before', '<=': 'until', '>': 'after', '>=': 'since' }

/** The same; days come before and after each other. */
export const wordOf = (operator: Operator, isDate: boolean): string => (isDate ? dateWords[operator] : undefined) ?? operatorWords[operator]

export const needsValue = (operator: Operator): boolean => operator !== 'isEmpty' && operator !== 'notEmpty'

export const isList = (operator: Operator): boolean => operator === 'in' || operator === 'notIn'

/** Operators that can compare with another answer. */
export const comparesFields = (operator: Operator): boolean => ['=', '!=', '<', '<=', '>', '>='].includes(operator)

/** The type of the value that an operator over a type compares with; operand of operator.go. */
export function operandType(type: RuleType, operator: Operator): RuleType {
  if (operator === 'olderThan' || operator === 'youngerThan') return 'number'
  if (type === 'choice' || type === 'choices') return 'choice'
  return type === 'list' ? 'text' : type
}

function plainValue(type: RuleType, options: readonly string[]): string | number | boolean {
  if (type === 'number') return 0
  if (type === 'bool') return true
  if (type === 'date') return 'today'
  return options[0] ?? ''
}

/** A value to begin with; of lists the person chooses all members. */
export function startValue(type: RuleType, operator: Operator, options: readonly string[]): RuleValue | undefined {
  if (!needsValue(operator)) return undefined
  const one = operator === 'olderThan' || operator === 'youngerThan' ? 18 : plainValue(operandType(type, operator), options)
  if (operator === 'between') return type === 'number' ? [0, 100] : [one, one]
  return isList(operator) ? [] : one
}

/** A condition made over to another operator; the value is kept where it fits. */
export function withOperator(condition: Condition, operator: Operator, type: RuleType, options: readonly string[]): Condition {
  const { value, valueField, ...rest } = condition
  if (valueField !== undefined && comparesFields(operator)) return { ...rest, operator, valueField }
  const start = startValue(type, operator, options)
  if (start === undefined) return { ...rest, operator }
  const isSame = value !== undefined && Array.isArray(value) === Array.isArray(start) && (Array.isArray(value) || typeof value === typeof start)
  return { ...rest, operator, value: isSame && condition.operator !== 'between' && operator !== 'between' ? value : start }
}
