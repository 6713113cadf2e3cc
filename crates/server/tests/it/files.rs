//! Files for uploads, good and hostile.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use serde_json::Value;
use tower::ServiceExt as _;

use crate::support::{Server, Somebody};

const BOUNDARY: &str = "----holdfast-test-boundary";

/// `客户编号,下单时间,金额,手机号` in GB18030.
pub const GBK_HEADER: &[u8] =
    b"\xbf\xcd\xbb\xa7\xb1\xe0\xba\xc5,\xcf\xc2\xb5\xa5\xca\xb1\xbc\xe4,\xbd\xf0\xb6\xee,\xca\xd6\xbb\xfa\xba\xc5\n";

/// A form with a file, and texts before it.
pub fn form(name: &str, bytes: &[u8], texts: &[(&str, &str)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (key, value) in texts {
        let part = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{key}\"\r\n\r\n{value}\r\n");
        out.extend(part.bytes());
    }
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n"
    );
    out.extend(head.bytes());
    out.extend(bytes);
    out.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
    out
}

/// Sends a form as it is.
pub async fn post_form(server: &Server, who: &Somebody, form: Vec<u8>) -> (StatusCode, Value) {
    let request = Request::builder()
        .method("POST")
        .uri("/api/v1/uploads")
        .header(header::COOKIE, &who.cookie)
        .header("x-csrf-token", &who.csrf)
        .header(
            header::CONTENT_TYPE,
            format!("multipart/form-data; boundary={BOUNDARY}"),
        )
        .body(Body::from(form))
        .unwrap();
    let response = server.router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = to_bytes(response.into_body(), 64 << 20).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

/// Uploads a file.
pub async fn upload(server: &Server, who: &Somebody, name: &str, bytes: &[u8]) -> (StatusCode, Value) {
    post_form(server, who, form(name, bytes, &[])).await
}

/// Orders of 60 customers over a year: the first half comes every month to the end, the others stop in June. In GB18030, with phones.
pub fn orders_gbk() -> Vec<u8> {
    let mut out = GBK_HEADER.to_vec();
    for month in 1..=12 {
        for customer in 0..60 {
            if customer >= 30 && month > 6 {
                continue;
            }
            let day = 1 + (customer * 7 + month) % 27;
            let amount = 20 + customer * 3 + month;
            let line = format!("{customer:04},2025-{month:02}-{day:02} 10:30,{amount}.50,1381234{customer:04}\n");
            out.extend(line.bytes());
        }
    }
    out
}

/// A workbook whose directory says that it unpacks to gigabytes.
pub fn bomb() -> Vec<u8> {
    let name = b"xl/worksheets/sheet1.xml";
    let mut out = b"PK\x03\x04\x14\0\0\0\x08\0".to_vec();
    out.extend([0; 16]);
    out.extend((name.len() as u16).to_le_bytes());
    out.extend([0, 0]);
    out.extend(name);
    let directory = out.len() as u32;
    out.extend(b"PK\x01\x02\x14\0\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0");
    out.extend(100u32.to_le_bytes());
    out.extend(0xF000_0000u32.to_le_bytes());
    out.extend((name.len() as u16).to_le_bytes());
    out.extend([0; 16]);
    out.extend(name);
    let size = out.len() as u32 - directory;
    out.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    out.extend(size.to_le_bytes());
    out.extend(directory.to_le_bytes());
    out.extend([0, 0]);
    out
}

/// A text in UTF-16, little-endian, with its mark.
pub fn utf16(text: &str) -> Vec<u8> {
    let mut out = vec![0xFF, 0xFE];
    out.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    out
}
