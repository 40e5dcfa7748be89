// SPDX-License-Identifier: MIT
// wlanmedic redact: copies evidence without who it is about.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <set>

#include "commands.h"
#include "evidence/capture_reader.h"
#include "evidence/input.h"
#include "redact/redactor.h"
#include "redact_common.h"
#include "report/safe_text.h"

namespace wlanmedic::app {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::vector<std::string> paths;
    std::string output;
    std::string key_file;
    std::string map_file;
    std::vector<std::string> also;
};

struct Job {
    std::string path;
    std::string name;  ///< below the output directory, not redacted yet
};

// The copy of a packed file is text, and is called so.
std::string name_of_text(std::string name) {
    for (const std::string_view ending : {".gz", ".xz", ".zst"})
        if (name.ends_with(ending)) name.resize(name.size() - ending.size());
    if (name.ends_with(".journal")) name += ".export";
    if (name.ends_with(".dat")) name += ".txt";  // of trace-cmd
    return name;
}

int say(const wifi::Error& error, int status) {
    fmt::print(stderr, "wlanmedic: {}\n", report::for_terminal(error.to_string()));
    if (!error.hint.empty()) fmt::print(stderr, "hint: {}\n", report::for_terminal(error.hint));
    return status;
}

// Files of a directory and below, but for those whose names begin with a dot. Links to directories are not
// followed.
bool walk(const fs::path& directory, const fs::path& name, std::vector<Job>& jobs) {
    std::error_code error;
    std::vector<fs::path> entries;
    for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error))
        entries.push_back(entry->path());
    if (error) {
        say({.what = error.message(), .file = directory.string(), .hint = {}}, 0);
        return false;
    }
    std::ranges::sort(entries);
    bool whole = true;
    for (const fs::path& entry : entries) {
        const fs::path file = entry.filename();
        if (file.string().starts_with('.')) continue;
        const fs::file_status status = fs::symlink_status(entry, error);
        if (fs::is_directory(status)) {
            whole = walk(entry, name / file, jobs) && whole;
        } else if (fs::is_regular_file(fs::status(entry, error))) {
            jobs.push_back({.path = entry.string(), .name = (name / file).string()});
        }
    }
    return whole;
}

class OutputFile {
public:
    /// Made new, or nothing.
    static wifi::Result<OutputFile> make(const std::string& path, mode_t mode) {
        const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
        if (file < 0)
            return std::unexpected(
                wifi::Error{.what = std::strerror(errno),
                            .file = path,
                            .hint = errno == EEXIST ? "nothing is written over: name another place" : ""});
        return OutputFile(file, path);
    }
    OutputFile(OutputFile&& other) noexcept
        : file_(std::exchange(other.file_, -1)), path_(std::move(other.path_)) {}
    OutputFile& operator=(OutputFile&&) = delete;
    ~OutputFile() {
        if (file_ >= 0) ::close(file_);
    }

    void write(std::string_view bytes) {
        buffer_ += bytes;
        if (buffer_.size() > 1U << 18U) flush();
    }
    wifi::Result<void> finish(std::time_t modified) {
        flush();
        if (modified != 0) {
            const std::array<timespec, 2> times{
                {{.tv_sec = modified, .tv_nsec = 0}, {.tv_sec = modified, .tv_nsec = 0}}};
            ::futimens(file_, times.data());
        }
        if (::close(std::exchange(file_, -1)) != 0 && error_ == 0) error_ = errno;
        if (error_ == 0) return {};
        return std::unexpected(wifi::Error{.what = std::strerror(error_), .file = path_, .hint = {}});
    }

private:
    OutputFile(int file, std::string path) : file_(file), path_(std::move(path)) {}

    void flush() {
        std::string_view bytes = buffer_;
        while (!bytes.empty() && error_ == 0) {
            const ssize_t written = ::write(file_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) error_ = errno;
            if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        buffer_.clear();
    }

    int file_;
    std::string path_;
    std::string buffer_;
    int error_ = 0;
};

void say_counts(const redact::Redactor& redactor, std::size_t files) {
    fmt::print(stderr, "wlanmedic: {} {} redacted; replaced:", files, files == 1 ? "file" : "files");
    bool any = false;
    for (std::size_t i = 0; i < redact::kinds; ++i) {
        if (redactor.counts()[i] == 0) continue;
        fmt::print(stderr, "{} {} {}", any ? "," : "", redactor.counts()[i],
                   name_of(static_cast<redact::Kind>(i)));
        any = true;
    }
    fmt::print(stderr, "{}\n", any ? "" : " nothing");
    fmt::print(stderr, "read it before you hand it out: what nothing marks as a name is not known to be one\n");
}

wifi::Result<void> write_map(redact::Redactor& redactor, const std::string& path) {
    auto file = OutputFile::make(path, 0600);
    if (!file) return std::unexpected(file.error());
    file->write(redactor.map());
    return file->finish(0);
}

// A name that no other output has.
std::string free_name(const std::string& name, std::set<std::string>& taken) {
    std::string chosen = name;
    for (int i = 2; !taken.insert(chosen).second; ++i) chosen = fmt::format("{}.{}", name, i);
    return chosen;
}

int redact_all(const Options& options) {
    const bool to_stdout = options.output.empty();
    const auto key = options.key_file.empty() ? redact::Key::random() : redact::Key::from_file(options.key_file);
    if (!key) return say(key.error(), exit_trouble);
    redact::Redactor redactor(*key, options.key_file.empty());
    prepare(redactor);
    for (const std::string& name : options.also) redactor.also(redact::Kind::host, name);

    bool whole = true;
    std::vector<Job> jobs;
    for (const std::string& path : options.paths) {
        std::error_code error;
        fs::path name = fs::path(path).lexically_normal();
        if (path != "-" && fs::is_directory(path, error)) {
            if (name.filename().empty()) name = name.parent_path();
            const fs::path last = name.filename();
            // One directory becomes the output directory itself.
            const bool alone = options.paths.size() == 1 || last == "." || last == "..";
            whole = walk(path, alone ? fs::path() : last, jobs) && whole;
        } else {
            jobs.push_back({.path = path, .name = path == "-" ? "standard-input" : name.filename().string()});
        }
    }
    if (to_stdout && jobs.size() != 1) {
        fmt::print(stderr, "wlanmedic: {} files need a directory to go to\nhint: -o DIRECTORY\n", jobs.size());
        return exit_usage;
    }

    std::vector<std::pair<Job, evidence::Input>> files;
    for (Job& job : jobs) {
        auto opened = evidence::Input::open(job.path);
        if (!opened) {
            say(opened.error(), 0);
            whole = false;
            continue;
        }
        if (evidence::is_capture(*opened)) {
            say({.what = "is a capture: what stands in its frames cannot be redacted; left out",
                 .file = job.path,
                 .hint = "share what 'wlanmedic explain' says of it, redacted: wlanmedic explain FILE | wlanmedic "
                         "redact -"},
                0);
            whole = false;
            continue;
        }
        if (redact::is_binary(*opened)) {
            say({.what = "is no text; left out", .file = job.path, .hint = {}}, 0);
            whole = false;
            continue;
        }
        if (opened->converted()) job.name = name_of_text(std::move(job.name));
        if (!opened->remark().empty()) {
            say({.what = opened->remark(), .file = job.path, .hint = {}}, 0);
            whole = false;
        }
        redactor.collect(*opened);
        redactor.collect(job.name);
        // Not all at once: there may be more files than descriptors.
        if (files.size() < 200) {
            files.emplace_back(std::move(job), std::move(*opened));
        } else {
            fmt::print(stderr, "wlanmedic: more than 200 files; give them in parts, with the same --key\n");
            return exit_usage;
        }
    }
    if (const auto learned = redactor.learned(); !learned) return say(learned.error(), exit_trouble);

    std::set<std::string> taken;
    std::size_t done = 0;
    for (auto& [job, file] : files) {
        if (to_stdout) {
            redactor.rewrite(file,
                             [](std::string_view bytes) { std::fwrite(bytes.data(), 1, bytes.size(), stdout); });
            if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
                return say({.what = "the output could not be written whole", .file = {}, .hint = {}},
                           exit_trouble);
            ++done;
            continue;
        }
        const fs::path target = fs::path(options.output) / free_name(redactor.rewrite(job.name), taken);
        std::error_code error;
        fs::create_directories(target.parent_path(), error);
        auto out = OutputFile::make(target.string(), 0644);
        if (!out) return say(out.error(), exit_trouble);
        redactor.rewrite(file, [&](std::string_view bytes) { out->write(bytes); });
        // explain takes the year of times that have none from the last change.
        if (const auto finished = out->finish(file.modified()); !finished)
            return say(finished.error(), exit_trouble);
        if (file.read_error() != 0) {
            say({.what = std::strerror(file.read_error()), .file = job.path, .hint = {}}, 0);
            whole = false;
        }
        ++done;
    }
    if (!options.map_file.empty())
        if (const auto written = write_map(redactor, options.map_file); !written)
            return say(written.error(), exit_trouble);
    say_counts(redactor, done);
    return whole ? exit_done : exit_trouble;
}

}  // namespace

void add_redact(CLI::App& program, std::function<int()>& run) {
    const auto options = std::make_shared<Options>();
    CLI::App* verb = program.add_subcommand(
        "redact",
        "Copy evidence with stand-ins for addresses, networks, hosts and users; explanations stay the same");
    verb->add_option("PATH", options->paths, "Files, directories, or - for standard input")->required();
    verb->add_option("-o,--output", options->output,
                     "Directory for the copies, made where missing; nothing is overwritten");
    verb->add_option(
        "--key", options->key_file,
        "File with a secret, made where missing: the same originals get the same stand-ins in each run with it");
    verb->add_option("--map", options->map_file,
                     "Write which stand-in belongs to which original to this new file; keep it");
    verb->add_option("--also", options->also, "A further name that must not be seen; may be given several times");
    verb->footer(
        "Examples:\n"
        "  wlanmedic redact dmesg.txt iw-event.txt -o redacted\n"
        "  journalctl -b -o short-precise | wlanmedic redact - > journal.txt\n"
        "  wlanmedic redact --map map.txt /var/log/syslog -o for-the-bug-report\n"
        "\n"
        "What is replaced and what is not: docs/redact.md\n"
        "Exit status: 0 done, 1 something could not be read or written, 2 wrong usage.");
    verb->callback([options, &run] { run = [options] { return redact_all(*options); }; });
}

}  // namespace wlanmedic::app
