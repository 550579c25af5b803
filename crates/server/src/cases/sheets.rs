//! The signed sheet: a submission printed in its form's layout, signed and stamped on paper and scanned, or signed by name and
//! second factor.

use heng_base::problem::{Problem, kinds};
use heng_collection::submission::State;
use heng_collection::terms::Signature as Wanted;
use heng_report::render::{Fonts, docx};
use heng_store::tables::entries;
use heng_store::tables::signatures::{self, Scan, Signature};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::factors;
use super::forms::sheet;
use super::submissions::{Held, entries_of};
use crate::app::{App, INVENTED};
use crate::blank::{self, Answers, Signers};
use crate::failure::{Failure, Result};
use crate::policy::{Principal, Resource};
use crate::views::{SheetView, SignatureView};

/// Largest scan, in MB.
pub const LARGEST_SCAN: usize = 20;

/// So many digits of the hash stand on a sheet.
const DIGITS: usize = 16;

/// So many scans one form may hold: sheets are signed anew after a change, not without end.
const SCANS: usize = 20;

/// Longest name of a person or file.
const LONGEST: usize = 80;

/// Who will sign; what is left out is a line to write on.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Printing {
    /// 单位负责人.
    pub head: Option<String>,
    /// 统计负责人.
    pub statistician: Option<String>,
    /// 填表人.
    pub filler: Option<String>,
    pub phone: Option<String>,
    /// 报出日期.
    pub date: Option<String>,
}

/// What is said with a scan.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Scanned {
    /// Name of the file.
    pub name: String,
    /// The code at the foot of the sheet, its first six digits at least.
    pub code: String,
    /// Who signed it.
    pub signer: String,
}

/// A signature by name and second factor.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Signing {
    /// The signer's own name.
    pub name: String,
    /// Six digits of the signer's device.
    pub code: String,
    /// The code of the sheet that the signer saw, `SheetView.code`.
    pub sheet: String,
}

pub async fn get(app: &App, who: &Principal, id: i64) -> Result<SheetView> {
    let held = Held::load(app, who, id, "submission.read").await?;
    view(app, who, &held).await
}

async fn view(app: &App, who: &Principal, held: &Held) -> Result<SheetView> {
    let digest = entries::digest(&entries::list(app.store(), held.submission.id).await?);
    let all = signatures::list(app.store(), held.submission.id).await?;
    let state = match all.iter().any(|signature| signature.entries_digest == digest) {
        true => "valid",
        false if all.is_empty() => "none",
        false => "void",
    };
    let mut can = Vec::new();
    for (verb, action) in [("upload", "signature.upload"), ("sign", "signature.sign")] {
        let of_unit = Resource::Submission { unit: &held.submission.unit };
        if signable(held, &app.now()).is_ok() && app.policy().permits(who, action, of_unit)? {
            can.push(verb.to_owned());
        }
    }
    let told = |signature: Signature| SignatureView {
        valid: signature.entries_digest == digest,
        id: signature.id,
        kind: signature.kind,
        signer: signature.signer,
        file_name: signature.file_name,
        bytes: signature.bytes,
        signed_by: held.names.of(&signature.signed_by),
        signed_at: signature.signed_at,
    };
    Ok(SheetView {
        code: short(&digest).to_owned(),
        wanted: held.round.terms()?.signature.code().to_owned(),
        state: state.to_owned(),
        signatures: all.into_iter().map(told).collect(),
        can,
        factor: factors::active(app, who).await?,
    })
}

fn short(digest: &str) -> &str {
    digest.get(..DIGITS).unwrap_or(digest)
}

/// Where the round wants signatures, until the unit has passed the form.
fn signable(held: &Held, now: &str) -> Result<()> {
    if held.round.terms()?.signature == Wanted::None {
        return Err(Failure::new(&kinds::SIGNATURE_UNWANTED));
    }
    match held.submission.state()? {
        State::Draft | State::Returned | State::Correcting | State::Submitted if held.is_open(now)? => Ok(()),
        _ => Err(Failure::new(&kinds::SIGNATURE_LATE)),
    }
}

/// The submission as a Word file to print, with the name to keep it under.
pub async fn file(app: &App, who: &Principal, id: i64, printing: Printing) -> Result<(String, Vec<u8>)> {
    let held = Held::load(app, who, id, "submission.read").await?;
    let rows = entries::list(app.store(), id).await?;
    let (answers, digest) = (entries_of(&rows)?, entries::digest(&rows));
    let Printing { head, statistician, filler, phone, date } = printing;
    let signers = Signers {
        head: written(head, "head")?,
        statistician: written(statistician, "statistician")?,
        filler: written(filler, "filler")?,
        phone: written(phone, "phone")?,
        date: written(date, "date")?,
    };
    let unit = held.asked.unit_name(&held.submission.unit()?);
    let answers = Answers { entries: &answers, signers: &signers };
    let of = |code| {
        // The plan that says what stands above and below the form.
        let says = |figures: &&std::sync::Arc<crate::figures::Figures>| figures.plan.head_of(code).is_some();
        let figures = held.asked.all().find(says).unwrap_or(&held.figures);
        blank::Sheet { answers: Some(answers), ..sheet(figures, &held.form, code, unit.clone(), true) }
    };
    let sheets: Vec<_> = held.form.codes.iter().map(of).collect();
    let mut document = blank::sheets(format!("{unit}{}报表", held.form.period_in_words()), &sheets);
    document.footer = Some(format!("报送第 {id} 号　校验码 {}", short(&digest)));
    if app.is_demo() {
        document.mark(INVENTED);
    }
    let name = format!("{}-{}-{}-{id}.docx", held.submission.plan, held.submission.unit, held.form.span());
    Ok((app.file_name(name), docx::render(&document, &Fonts { regular: Vec::new() })?))
}

/// A name to print, of one line.
fn written(text: Option<String>, field: &'static str) -> Result<Option<String>> {
    let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    match text {
        Some(long) if long.chars().count() > LONGEST || long.chars().any(char::is_control) => Err(Problem::expected(
            &long,
            format!("一行，最多 {LONGEST} 个字"),
            format!("one line of at most {LONGEST} characters"),
        )
        .field(field)
        .into()),
        other => Ok(other),
    }
}

/// Refuses whoever may send no scan of a submission, before the file is read.
pub async fn may_upload(app: &App, who: &Principal, id: i64) -> Result<()> {
    uploadable(app, who, id).await.map(drop)
}

async fn uploadable(app: &App, who: &Principal, id: i64) -> Result<Held> {
    let held = Held::load(app, who, id, "signature.upload").await?;
    signable(&held, &app.now())?;
    let scans = signatures::list(app.store(), id).await?.iter().filter(|one| one.file_sha256.is_some()).count();
    if scans >= SCANS {
        return Err(Problem::new(&kinds::SHEET_SCANS).with("most", SCANS).into());
    }
    Ok(held)
}

/// Keeps the scan of a signed sheet; all that is wrong with it at once.
pub async fn upload(app: &App, who: &Principal, id: i64, said: Scanned, bytes: Vec<u8>) -> Result<SheetView> {
    let held = uploadable(app, who, id).await?;
    let digest = entries::digest(&entries::list(app.store(), id).await?);
    let mut problems = Vec::new();
    let media = media_type(&bytes);
    problems.extend(media.is_none().then(|| Problem::new(&kinds::SHEET_FILE).field("file")));
    let code = said.code.trim().to_lowercase();
    problems.extend(fits(&code, &digest).err());
    let (name, signer) = (said.name.trim(), said.signer.trim());
    let names =
        [(name, "name", "写文件名", "the name of the file"), (signer, "signer", "写签字人的姓名", "who signed")];
    for (text, field, what, what_en) in names {
        if text.is_empty() || text.chars().count() > LONGEST {
            let english = format!("{what_en}, at most {LONGEST} characters");
            problems.push(Problem::expected(text, format!("{what}，最多 {LONGEST} 个字"), english).field(field));
        }
    }
    let Some(media) = media.filter(|_| problems.is_empty()) else { return Err(problems.into()) };
    let size = i64::try_from(bytes.len()).map_err(Failure::system)?;
    let sha256 = app.store().files.put(bytes).await?;
    let scan = Scan { name: name.to_owned(), sha256, media_type: media.to_owned(), bytes: size };
    let (who_acts, now) = (who.actor(), app.now());
    signatures::add(app.store(), &who_acts, &now, id, signer, Some(scan), |digest| fits(&code, digest)).await?;
    view(app, who, &held).await
}

/// Six digits at least of the code on the sheet.
fn fits(code: &str, digest: &str) -> std::result::Result<(), Problem> {
    let right = (6..=DIGITS).contains(&code.len()) && digest.starts_with(code);
    if right { Ok(()) } else { Err(Problem::new(&kinds::SHEET_CODE).with("value", code).field("code")) }
}

/// By its first bytes; a name says nothing.
fn media_type(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&[u8], &str); 3] =
        [(b"%PDF-", "application/pdf"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg")];
    KNOWN.into_iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, media)| media)
}

/// A scan: the name to keep it under, its media type and bytes. Who took it along stays on record.
pub async fn scan(app: &App, who: &Principal, id: i64, signature: i64) -> Result<(String, String, Vec<u8>)> {
    Held::load(app, who, id, "submission.read").await?;
    let all = signatures::list(app.store(), id).await?;
    let found = all.into_iter().find(|one| one.id == signature);
    let absent = || Failure::absent("签字扫描件", "signed sheet", signature);
    let found = found.ok_or_else(absent)?;
    let (Some(name), Some(sha256), Some(media)) = (&found.file_name, &found.file_sha256, &found.media_type) else {
        return Err(absent());
    };
    let bytes = app.store().files.get(sha256).await?;
    signatures::taken(app.store(), &who.actor(), &app.now(), &found).await?;
    Ok((app.file_name(name.clone()), media.clone(), bytes))
}

/// Signs by name and second factor.
pub async fn sign(app: &App, who: &Principal, id: i64, signing: Signing) -> Result<SheetView> {
    let held = Held::load(app, who, id, "signature.sign").await?;
    signable(&held, &app.now())?;
    let user = who.person().ok_or_else(|| Failure::new(&kinds::ACCESS_DENIED))?;
    let name = signing.name.trim();
    if name != user.display_name {
        let problem = Problem::new(&kinds::SIGNATURE_NAME).with("value", name).with("name", &user.display_name);
        return Err(problem.field("name").into());
    }
    // Looked at before the device's code is spent, and again where nothing can change any more.
    let saw =
        |digest: &str| if short(digest) == signing.sheet { Ok(()) } else { Err(Problem::new(&kinds::SHEET_CHANGED)) };
    saw(&entries::digest(&entries::list(app.store(), id).await?))?;
    factors::spend(app, who, &signing.code).await?;
    signatures::add(app.store(), &who.actor(), &app.now(), id, name, None, saw).await?;
    view(app, who, &held).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_first_bytes() {
        assert_eq!(media_type(b"%PDF-1.7 ..."), Some("application/pdf"));
        assert_eq!(media_type(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\n"), Some("image/png"));
        assert_eq!(media_type(b"MZ\x90"), None);
        assert_eq!(media_type(b""), None);
    }

    #[test]
    fn six_digits_of_the_code_are_enough() {
        let digest = "0123456789abcdef0123";
        assert!(fits("012345", digest).is_ok() && fits("0123456789abcdef", digest).is_ok());
        assert!(fits("01234", digest).is_err() && fits("", digest).is_err() && fits("012346", digest).is_err());
    }
}
