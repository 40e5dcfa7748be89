// SPDX-License-Identifier: MIT
#include "support.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace wlanmedic::runfile::test {

Folder::Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "runfile.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    path_ = name;
}

Folder::~Folder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
}

std::string bytes_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot be read: " + path);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

void write_bytes(const std::string& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

Reader reader_of(std::string bytes) {
    const auto kept = std::make_shared<const std::string>(std::move(bytes));
    return Reader(
        [kept](std::uint64_t offset, std::span<char> buffer) -> std::size_t {
            if (offset >= kept->size()) return 0;
            const std::size_t length = std::min(buffer.size(), kept->size() - static_cast<std::size_t>(offset));
            std::memcpy(buffer.data(), kept->data() + offset, length);
            return length;
        },
        kept->size());
}

Read read_all(std::string bytes) {
    Reader reader = reader_of(std::move(bytes));
    Read read;
    while (auto record = reader.next()) read.records.push_back(std::move(*record));
    read.damage = reader.damage();
    read.damaged = reader.damaged();
    read.frames = reader.frames();
    read.passed_over = reader.passed_over();
    read.version = reader.version();
    return read;
}

Record text(std::uint64_t sequence, Kind kind, std::string message, std::int64_t nanoseconds) {
    return {.sequence = sequence,
            .instant = wifi::Instant{wifi::Duration{nanoseconds}},
            .what = Text{.kind = kind, .message = std::move(message)}};
}

Record frame(std::uint64_t sequence, std::vector<std::uint8_t> bytes, std::int64_t nanoseconds) {
    return {.sequence = sequence,
            .instant = wifi::Instant{wifi::Duration{nanoseconds}},
            .what = NetlinkFrame{.bytes = std::move(bytes)}};
}

namespace {

/// struct nlmsghdr, struct genlmsghdr, attributes; little endian, as the machines that test.
std::vector<std::uint8_t> message(std::uint8_t type, std::uint8_t sequence, std::uint8_t command,
                                  std::uint8_t version, std::span<const std::uint8_t> attributes) {
    std::vector<std::uint8_t> bytes(20 + attributes.size());
    bytes[0] = static_cast<std::uint8_t>(bytes.size());
    bytes[4] = type;
    bytes[8] = sequence;
    bytes[16] = command;
    bytes[17] = version;
    std::ranges::copy(attributes, bytes.begin() + 20);
    return bytes;
}

}  // namespace

Record new_family(std::uint64_t sequence) {
    // CTRL_ATTR_FAMILY_NAME (2) "nl80211", CTRL_ATTR_FAMILY_ID (1) 0x1c
    static constexpr std::array<std::uint8_t, 20> attributes{12,  0, 2, 0, 'n', 'l', '8',  '0', '2', '1',
                                                             '1', 0, 6, 0, 1,   0,   0x1c, 0,   0,   0};
    return frame(sequence, message(0x10, 1, 1, 2, attributes));
}

Record nl80211(std::uint64_t sequence, std::uint8_t command, std::int64_t nanoseconds) {
    static constexpr std::array<std::uint8_t, 8> attributes{8, 0, 3, 0, 3, 0, 0, 0};
    return frame(sequence, message(0x1c, 0, command, 1, attributes), nanoseconds);
}

std::string written(const std::vector<Record>& records, const std::string& program) {
    const Folder folder;
    const std::string path = folder / "run.pcapng";
    auto writer = Writer::create(path, program);
    if (!writer) throw std::runtime_error(writer.error().to_string());
    for (const Record& record : records)
        if (const auto done = writer->append(record); !done) throw std::runtime_error(done.error().to_string());
    return bytes_of(path);
}

std::string output_of(const std::string& command) {
    FILE* const pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("popen");
    std::string output;
    char buffer[4096];
    while (const std::size_t length = std::fread(buffer, 1, sizeof buffer, pipe)) output.append(buffer, length);
    const int status = ::pclose(pipe);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw std::runtime_error("fails: " + command + "\n" + output);
    return output;
}

}  // namespace wlanmedic::runfile::test

namespace wlanmedic::runfile {

bool operator==(const NetlinkFrame& a, const NetlinkFrame& b) {
    return a.family == b.family && a.way == b.way && a.bytes == b.bytes;
}

bool operator==(const Text& a, const Text& b) {
    return a.kind == b.kind && a.message == b.message && a.fields == b.fields;
}

bool operator==(const Record& a, const Record& b) {
    return a.sequence == b.sequence && a.instant == b.instant && a.what == b.what;
}

void PrintTo(const Record& record, std::ostream* out) {
    *out << "record " << record.sequence << " at " << record.instant.time_since_epoch().count();
    if (const auto* text = std::get_if<Text>(&record.what)) {
        *out << ' ' << name_of(text->kind) << " \"" << text->message.substr(0, 200) << '"';
        for (const auto& [name, value] : text->fields) *out << ' ' << name << "=\"" << value.substr(0, 200) << '"';
    } else {
        *out << " netlink, " << std::get<NetlinkFrame>(record.what).bytes.size() << " bytes";
    }
}

}  // namespace wlanmedic::runfile
