// SPDX-License-Identifier: MIT
#include "capture/trace_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "capture/libtracefs.h"
#include "machine/probe.h"

namespace wlanmedic::capture {
namespace {

constexpr std::size_t buffer_kib = 256;  // of each CPU: some 2,000 events
constexpr std::chrono::milliseconds calm{50};
constexpr int most_reads = 256;  // at once: others have a turn
constexpr std::string_view prefix = "wlanmedic-";
constexpr const char* lost_without =
    "without the trace a recording does not tell what the driver reported to mac80211, what it refused, and who "
    "asked "
    "to leave a network";

// The process that made an instance, of its name; nothing where it is none of ours.
std::optional<pid_t> maker_of(std::string_view name) {
    if (!name.starts_with(prefix)) return std::nullopt;
    name.remove_prefix(prefix.size());
    pid_t maker = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), maker);
    if (error != std::errc{} || end != name.data() + name.size() || maker <= 0) return std::nullopt;
    return maker;
}

// Also for a process that has ended and that nobody has asked for its status yet ("118 (wlanmedic) Z …", proc(5)).
bool is_over(pid_t process) {
    if (process == ::getpid()) return true;
    if (::kill(process, 0) != 0) return errno == ESRCH;
    const auto stat = machine::ThisMachine().read(fmt::format("/proc/{}/stat", process));
    if (!stat) return false;
    const std::size_t state = stat->rfind(") ");
    return state != std::string::npos && stat->substr(state + 2, 1) == "Z";
}

// Of recorders that were killed. The kernel keeps an instance whose pipe somebody reads (__remove_instance,
// EBUSY): a recorder in another namespace of processes, whose number says nothing here, is safe.
void remove_left_over(const char* tracing_directory) {
    // tracefs_instances() of libtracefs 1.6 loses memory at each call.
    for (const std::string& name : machine::ThisMachine().list(fmt::format("{}/instances", tracing_directory))) {
        const auto maker = maker_of(name);
        if (!maker || !is_over(*maker)) continue;
        if (tracefs_instance* const left = tracefs_instance_alloc(nullptr, name.c_str()); left != nullptr) {
            tracefs_instance_destroy(left);
            tracefs_instance_free(left);
        }
    }
}

wifi::Error not_allowed(const std::string& what, int error) {
    wifi::Error result{.what = fmt::format("{}: {}", what, std::strerror(error)), .hint = lost_without};
    if (error == EACCES)
        result.hint =
            fmt::format("root, or CAP_DAC_OVERRIDE for a service, is needed at the start; {}", lost_without);
    else if (error == EPERM)
        result.hint = fmt::format("the kernel may be locked down (Secure Boot: /sys/kernel/security/lockdown); {}",
                                  lost_without);
    return result;
}

// A filter is written before, and costs the kernel a moment in which all of its processors are waited for.
bool is_on(tracefs_instance* instance, const Tracepoint& of) {
    const std::unique_ptr<char, decltype(&std::free)> text(
        tracefs_event_file_read(instance, of.system, of.name, "enable", nullptr), std::free);
    return text && text.get()[0] == '1';
}

}  // namespace

void TraceSource::Destroy::operator()(tracefs_instance* instance) const {
    tracefs_instance_destroy(instance);
    tracefs_instance_free(instance);
}

TraceSource::TraceSource(const Devices& devices) : devices_(&devices) {}

TraceSource::~TraceSource() {
    wait_.reset();
    pipe_ = {};
}

wifi::Result<void> TraceSource::start(const Surroundings& surroundings) {
    surroundings_ = surroundings;
    tracefs_set_loglevel(0);
    if (auto done = set_up(); !done) {
        pipe_ = {};
        instance_.reset();
        return done;
    }
    wait_ = std::make_unique<CalmWait>(*surroundings_.loop, pipe_.get(), calm, [this] { return read(); });
    return {};
}

wifi::Result<void> TraceSource::set_up() {
    const char* path = nullptr;
    // The library would mount it: a recorder changes nothing on its machine.
    if (tracefs_tracing_dir_is_mounted(false, &path) <= 0)
        return std::unexpected(wifi::Error{
            .what = "no tracefs is mounted",
            .hint = fmt::format("mount -t tracefs tracefs /sys/kernel/tracing, where the kernel has it; {}",
                                lost_without)});
    if (::faccessat(AT_FDCWD, path, R_OK | W_OK | X_OK, AT_EACCESS) != 0)
        return std::unexpected(not_allowed(fmt::format("{} may not be used", path), errno));
    remove_left_over(path);
    const std::string name = fmt::format("{}{}", prefix, ::getpid());
    instance_.reset(tracefs_instance_create(name.c_str()));
    if (!instance_) return std::unexpected(not_allowed("no trace instance can be made", errno));
    tracefs_instance* const instance = instance_.get();
    if (tracefs_instance_file_write(instance, "trace_clock", "boot") < 0)
        return std::unexpected(not_allowed("the trace cannot be stamped by the boot clock", errno));
    tracefs_instance_set_buffer_size(instance, buffer_kib, -1);
    tracefs_instance_file_write(instance, "buffer_percent", "0");
    pipe_ =
        posix::Descriptor(tracefs_instance_file_open(instance, "trace_pipe", O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (!pipe_) return std::unexpected(not_allowed("trace_pipe cannot be opened", errno));
    const std::vector<Tracepoint> lacking = enable();
    if (lacking.size() == tracepoints.size())
        return std::unexpected(
            wifi::Error{.what = "the kernel has none of the tracepoints of mac80211 and cfg80211",
                        .hint = "load the driver of the Wi-Fi device, and start again"});
    std::vector<std::string> names;
    for (const Tracepoint& tracepoint : lacking)
        if (!tracepoint.of_old_kernels) names.emplace_back(tracepoint.name);
    if (!names.empty())
        surroundings_.tape->missing("trace", {.what = fmt::format("this kernel has no {}", fmt::join(names, ", ")),
                                              .hint = "looked for again when a Wi-Fi device appears"});
    return {};
}

// Those that could not be.
std::vector<Tracepoint> TraceSource::enable() {
    std::vector<Tracepoint> lacking(tracepoints.begin(), tracepoints.end());
    std::erase_if(lacking, [this](const Tracepoint& of) {
        tracefs_instance* const instance = instance_.get();
        if (!tracefs_event_file_exists(instance, of.system, of.name, "enable")) return false;
        if (is_on(instance, of)) return true;
        // A filter that a kernel does not take (it has other fields) would leave all of its events: better none.
        if (of.filter[0] != '\0' &&
            tracefs_event_file_write(instance, of.system, of.name, "filter", of.filter) < 0)
            return false;
        return tracefs_event_file_write(instance, of.system, of.name, "enable", "1") > 0;
    });
    return lacking;
}

void TraceSource::drain() {
    if (!pipe_) return;
    const std::uint32_t newest = devices_->all().empty() ? 0 : devices_->all().rbegin()->first;
    if (std::exchange(newest_device_, newest) < newest) enable();
    read();
}

bool TraceSource::read() {
    std::array<char, 4096> bytes{};
    bool any = false;
    for (int reads = 0; reads < most_reads; ++reads) {
        const ssize_t size = ::read(pipe_.get(), bytes.data(), bytes.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) break;
        any = true;
        for (TraceRecord& record : text_.take({bytes.data(), static_cast<std::size_t>(size)}))
            put(std::move(record));
    }
    return any;
}

void TraceSource::put(TraceRecord record) {
    Tape& tape = *surroundings_.tape;
    if (record.at)
        tape.put(std::move(record.text), tape.clock().at_boottime(*record.at));
    else
        tape.put(std::move(record.text));
    if (record.lost) tape.gap("trace", "the trace's buffer ran over: events were lost here", record.lost_events);
}

}  // namespace wlanmedic::capture
