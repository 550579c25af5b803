//! Where areas lie.

/// `areas.geojson` of a catalogue, checked: a feature an area, longitude and latitude in WGS 84.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boundaries {
    /// 审图号: under it the map was approved for publication.
    pub review_number: String,
    /// Who published it.
    pub source: String,
    /// The file as it stands in the package.
    pub geojson: Vec<u8>,
}
