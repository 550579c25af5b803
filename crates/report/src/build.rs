//! Facts and a definition to a document.

use heng_base::problem::Problem;
use minijinja::context;
use minijinja::value::Value;

use crate::blocks::Scope;
use crate::definition::{Definition, Placed, Repeat, Section, at_fault};
use crate::document::Document;
use crate::facts::Facts;

/// Writes the report.
///
/// # Errors
/// `report.wording` with file, line and field for wording that names what the facts do not hold, or would print an absent
/// value; all such blocks at once.
pub fn build(definition: &Definition, facts: &Facts) -> Result<Document, Vec<Problem>> {
    let context = Value::from_serialize(facts);
    let mut writer = Writer { definition, problems: Vec::new() };
    let mut scope = Scope::new(&definition.wording, context.clone());
    for section in &definition.sections {
        writer.section(section, &mut scope);
    }
    let title = scope.text(&definition.title).map_err(|(_, error)| vec![at_fault(&error).file("report.toml")])?;
    if !writer.problems.is_empty() {
        return Err(writer.problems);
    }
    Ok(Document {
        title,
        created_at: facts.release.created_at.clone(),
        header: None,
        footer: None,
        cover: scope.cover,
        body: scope.body,
    })
}

struct Writer<'a> {
    definition: &'a Definition,
    problems: Vec<Problem>,
}

impl Writer<'_> {
    fn section(&mut self, section: &Section, scope: &mut Scope) {
        let whole = scope.context.clone();
        match self.contexts(section.repeat.as_ref(), &whole) {
            Ok(contexts) => {
                for context in contexts {
                    scope.context = context;
                    section.blocks.iter().for_each(|block| self.block(&section.file, block, scope));
                }
            }
            Err(error) => self.problems.push(at_fault(&error).file(section.file.clone()).field("each")),
        }
        scope.context = whole;
    }

    fn block(&mut self, file: &str, block: &Placed, scope: &mut Scope) {
        let whole = scope.context.clone();
        if let Err((field, error)) = self.written(block, scope) {
            let mut problem = at_fault(&error).file(file).line(block.line);
            problem.place.field = Some(field);
            // The same block fails for each of what it is repeated over; once is enough.
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
        scope.context = whole;
    }

    fn written(&self, block: &Placed, scope: &mut Scope) -> Result<(), (String, minijinja::Error)> {
        let named = |field: &str| {
            let field = field.to_owned();
            move |error| (field, error)
        };
        let contexts = self.contexts(block.repeat.as_ref(), &scope.context).map_err(named("each"))?;
        for context in contexts {
            let stands = block.when.as_ref().map(|when| self.evaluate(when, &context)).transpose();
            if stands.map_err(named("when"))?.is_none_or(|value| value.is_true()) {
                scope.context = context;
                block.wording.build(scope)?;
            }
        }
        Ok(())
    }

    /// The context itself, or one for each of what it is repeated over; `index` counts from 1.
    fn contexts(&self, repeat: Option<&Repeat>, context: &Value) -> Result<Vec<Value>, minijinja::Error> {
        let Some(Repeat { each, name }) = repeat else { return Ok(vec![context.clone()]) };
        let list = self.evaluate(each, context)?;
        let one = |(index, item): (usize, Value)| {
            let own = Value::from_iter([(name.clone(), item), ("index".to_owned(), Value::from(index + 1))]);
            context! { ..own, ..context.clone() }
        };
        Ok(list.try_iter()?.enumerate().map(one).collect())
    }

    fn evaluate(&self, expression: &str, context: &Value) -> Result<Value, minijinja::Error> {
        self.definition.wording.compile_expression(expression)?.eval(context)
    }
}
