// SPDX-License-Identifier: MIT
#include "lab/host/stamp.h"

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;

fs::path beside(const fs::path& made, std::string_view ending) {
    fs::path name = made;
    name += ending;
    return name;
}

wifi::Error cannot(std::string_view what, const fs::path& file, const std::error_code& why) {
    return {.what = std::string(what) + ": " + why.message(), .file = file.string(), .hint = {}};
}

}  // namespace

Digest& Digest::add(std::string_view part) {
    parts_ += std::to_string(part.size());
    parts_ += ':';
    parts_ += part;
    return *this;
}

std::string Digest::text() const {
    const boost::uuids::name_generator_sha1 generator(boost::uuids::uuid{});
    return boost::uuids::to_string(generator(parts_.data(), parts_.size()));
}

wifi::Result<std::string> read_file(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    // A stream that copies nothing at all (an empty file) counts that as a failure.
    if (in.is_open() && in.peek() != std::ifstream::traits_type::eof()) out << in.rdbuf();
    if (!in.is_open() || in.bad() || out.bad())
        return std::unexpected(wifi::Error{.what = "cannot be read", .file = file.string(), .hint = {}});
    return std::move(out).str();
}

wifi::Result<void> write_file(const fs::path& file, std::string_view bytes) {
    const fs::path temporary = beside(file, ".tmp");
    std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out)
        return std::unexpected(
            wifi::Error{.what = "cannot be written", .file = file.string(), .hint = "is the disk full?"});
    std::error_code failed;
    fs::rename(temporary, file, failed);
    if (failed) return std::unexpected(cannot("cannot be written", file, failed));
    return {};
}

bool is_made(const fs::path& made, const std::string& digest) {
    return !digest.empty() && digest_of(made) == digest;
}

std::string digest_of(const fs::path& made) {
    std::error_code failed;
    const auto stamp = read_file(beside(made, ".stamp"));
    if (!stamp || !stamp->ends_with('\n') || !fs::exists(made, failed)) return "";
    return stamp->substr(0, stamp->size() - 1);
}

wifi::Result<void> make_anew(const fs::path& made, const std::string& digest,
                             const std::function<wifi::Result<void>(const fs::path&)>& make) {
    const fs::path stamp = beside(made, ".stamp");
    const fs::path half = beside(made, ".half");
    std::error_code failed;
    fs::remove(stamp, failed);
    fs::remove_all(half, failed);
    if (failed) return std::unexpected(cannot("what an earlier attempt left cannot be taken away", half, failed));
    if (auto done = make(half); !done) {
        fs::remove_all(half, failed);
        return done;
    }
    // A folder that is not empty cannot be renamed over.
    if (fs::is_directory(made, failed)) {
        fs::remove_all(made, failed);
        if (failed) return std::unexpected(cannot("cannot be taken away", made, failed));
    }
    fs::rename(half, made, failed);
    if (failed) return std::unexpected(cannot("cannot be put in its place", made, failed));
    return write_file(stamp, digest + "\n");
}

}  // namespace wlanmedic::lab
