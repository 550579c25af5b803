/** The rule for passwords as the server holds it; shown live, decided there. */
export interface PasswordState {
  length: boolean
  classes: boolean
  different: boolean
  name: boolean
}

const classes = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/]

export function checkPassword(password: string, current: string, name: string): PasswordState {
  return {
    length: [...password].length >= 10,
    classes: classes.filter((one) => one.test(password)).length >= 3,
    different: password !== '' && password !== current,
    name: password !== '' && !password.toLowerCase().includes(name.toLowerCase()),
  }
}
