// SPDX-License-Identifier: MIT
#include "capture/recorder.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <exception>
#include <span>
#include <utility>
#include <variant>

#include "capture/aside.h"
#include "capture/run_tape.h"
#include "capture/sources.h"
#include "link/link.h"

namespace wlanmedic::capture {
namespace {

// Sources that tell of the link by themselves: without any of them there is nothing to record.
constexpr std::array<std::string_view, 4> tell_of_links{"nl80211", "trace", "kernel", "journal"};

// A part that could not be begun is tried again after this.
constexpr wifi::Duration pause_after_failure = std::chrono::seconds{60};
// For who looks at the thread that asks the machine: that comes back much sooner.
constexpr wifi::Duration longest_asking = std::chrono::seconds{30};

bool is_among(std::span<const std::string_view> names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

// What comes of itself, and tells nothing that somebody looks for at once.
bool is_news(const runfile::ReadRecord& record) {
    const auto* const text = std::get_if<runfile::Text>(&record.record.what);
    return text == nullptr || (text->kind != runfile::Kind::counters && text->kind != runfile::Kind::clock);
}

bool is_manifest(const runfile::ReadRecord& record) {
    const auto* const text = std::get_if<runfile::Text>(&record.record.what);
    return text != nullptr && text->kind == runfile::Kind::manifest;
}

runfile::Text end_record(const std::string& because) {
    runfile::Text text{.kind = runfile::Kind::end,
                       .message = because == "rotated" ? "the part ends here, the next one goes on"
                                                       : fmt::format("the recording ends here: {}", because),
                       .fields = {}};
    text.set("WLANMEDIC_BECAUSE", because);
    return text;
}

}  // namespace

Makings Makings::real() {
    return {.sources = sources_of, .ask_machine = [] { return capture::ask_machine(); }, .manifest = manifest_of};
}

struct Recorder::Works {
    struct Held {
        std::unique_ptr<Loop> loop;      // the source's own, before it: its waits stand on it
        std::unique_ptr<Source> source;  // null: it failed, and is gone
        bool started = false;
    };

    Works(Loop& of, RecorderOptions with, const driver::Catalog& of_drivers, Makings made_of)
        : loop(&of),
          options(std::move(with)),
          drivers(&of_drivers),
          makings(std::move(made_of)),
          decoder(0, of_drivers),
          asks_machine(of, "manifest") {}

    void open(runfile::Parts parts);
    bool tells_of_links() const;
    void put_manifest(const ClockReading& at_begin, const ChildTold& machine);
    void start_sources();
    void tell_state();
    template <class Do>
    void guarded(Held& held, Do&& what);
    void give_up(Held& held, const std::exception_ptr& thrown);
    void wake();
    void give_events();
    void follow(const wifi::Event& event);
    void save_sometimes();
    void wait_for_the_decoder();
    wifi::Result<void> rotate();
    void begin_next_part(const ChildTold& machine);
    void rotate_if_due();
    void fail(const wifi::Error& error);
    void finish(const std::string& because);

    Loop* loop;
    RecorderOptions options;
    const driver::Catalog* drivers;
    Makings makings;
    RecorderState state;
    Devices devices;
    evidence::RunDecoder decoder;
    Aside asks_machine;
    std::string run = new_run_id();
    std::unique_ptr<RunTape> tape;
    std::vector<Held> sources;  // behind the tape and the devices, which they stand on
    std::function<void(const wifi::Event&)> on_event;
    std::function<void(const wifi::Error&)> on_failure;
    std::function<void()> on_wake;
    link::Links links;
    Wait decoder_wait;
    std::optional<wifi::Instant> decoder_wait_until;
    std::uint64_t saved_bytes = 0;
    wifi::Duration saved_at{0};         // CLOCK_BOOTTIME
    wifi::Duration rotate_again_at{0};  // after a failure; CLOCK_BOOTTIME
    bool worth_saving = false;
    bool somebody_waits = false;  // for what the decoder holds
    bool has_manifest = false;    // one was written
    bool failure_told = false;
    bool finished = false;
};

void Recorder::Works::open(runfile::Parts parts) {
    const ClockReading at_begin = makings.read_clock();
    tape = std::make_unique<RunTape>(std::move(parts), at_begin, state, [this](runfile::ReadRecord&& record) {
        somebody_waits = somebody_waits || is_news(record);
        has_manifest = has_manifest || is_manifest(record);
        decoder.take(record);
    });
    saved_at = at_begin.boottime;
    put_manifest(at_begin, makings.ask_machine());
    for (std::unique_ptr<Source>& source : makings.sources(options, devices, *drivers))
        sources.push_back({.loop = {}, .source = std::move(source)});
    for (Held& held : sources)
        held.loop = std::make_unique<Loop>(
            loop->guarded([this, of = &held](const std::exception_ptr& thrown) { give_up(*of, thrown); }));
    start_sources();
}

void Recorder::Works::put_manifest(const ClockReading& at_begin, const ChildTold& machine) {
    Manifest manifest = makings.manifest({.run = run,
                                          .part = state.parts,
                                          .sequence = tape->sequence(),
                                          .clock = at_begin,
                                          .version = options.version,
                                          .command_line = options.command_line,
                                          .missing = state.missing},
                                         machine);
    tape->put(std::move(manifest.text));
    if (!manifest.kernel_answers)
        tape->missing("manifest",
                      {.what = "the kernel did not say in time how the radios are set up: a driver seems to hang",
                       .hint = "what happens is recorded all the same"});
}

// A source that throws is gone, wherever it does: called here, or back by the loop. The others go on.
template <class Do>
void Recorder::Works::guarded(Held& held, Do&& what) {
    if (!held.source) return;
    try {
        what(*held.source);
    } catch (...) {
        give_up(held, std::current_exception());
    }
}

void Recorder::Works::give_up(Held& held, const std::exception_ptr& thrown) {
    if (!held.source) return;
    std::string why = "for an unknown reason";
    try {
        std::rethrow_exception(thrown);
    } catch (const std::exception& trouble) {
        why = trouble.what();
    } catch (...) {  // NOLINT(bugprone-empty-catch): then it is unknown
    }
    tape->missing(held.source->name(), {.what = fmt::format("broke down: {}", why),
                                        .hint = "the rest goes on; this is a mistake in wlanmedic"});
    held.started = false;
    held.source.reset();
}

void Recorder::Works::start_sources() {
    for (Held& held : sources) {
        if (held.started || !held.source) continue;
        guarded(held, [&](Source& source) {
            if (const auto started = source.start({.loop = held.loop.get(), .tape = tape.get()}); started) {
                held.started = true;
            } else {
                tape->missing(source.name(), started.error());
                held.source.reset();
            }
        });
    }
}

bool Recorder::Works::tells_of_links() const {
    return std::ranges::any_of(
        sources, [](const Held& held) { return held.source && is_among(tell_of_links, held.source->name()); });
}

void Recorder::Works::tell_state() {
    for (Held& held : sources)
        if (held.started) guarded(held, [](Source& source) { source.tell_state(); });
}

void Recorder::Works::wake() {
    if (finished) return;
    for (Held& held : sources)
        if (held.started) guarded(held, [](Source& source) { source.drain(); });
    tape->flush();
    give_events();
    rotate_if_due();
    save_sometimes();
    tape->flush();  // what these two had to say
    if (tape->failure()) fail(*tape->failure());
    wait_for_the_decoder();
    if (on_wake) on_wake();
}

void Recorder::Works::give_events() {
    decoder.on_time(tape->run_clock().now());
    while (const auto event = decoder.next()) follow(*event);
}

void Recorder::Works::follow(const wifi::Event& event) {
    for (const link::Links::Affected& affected : links.on(event))
        worth_saving = worth_saving || affected.change.kind == link::Change::Kind::lost ||
                       affected.change.kind == link::Change::Kind::made;
    if (on_event) on_event(event);
}

void Recorder::Works::save_sometimes() {
    worth_saving = tape->took_counters() || worth_saving;
    const wifi::Duration now = boottime_now();
    const wifi::Duration since = now - saved_at;
    if (state.bytes == saved_bytes || since < between_syncs) return;
    if (!worth_saving && since < options.counters_every) return;
    if (const auto saved = tape->sync(); !saved) tape->gap("recorder", saved.error().what);
    saved_at = now;
    saved_bytes = state.bytes;
    worth_saving = false;
}

// One timer, and none while nothing waits, or counters alone: each costs a wake-up. Those come out with the next.
void Recorder::Works::wait_for_the_decoder() {
    const auto due = decoder.next_deadline();
    if (!due) somebody_waits = false;
    if (!somebody_waits) {
        decoder_wait = {};
        decoder_wait_until.reset();
        return;
    }
    if (decoder_wait_until && *decoder_wait_until <= *due) return;
    decoder_wait_until = due;
    decoder_wait = loop->after(std::max(*due - tape->run_clock().now(), wifi::Duration{0}),
                               std::chrono::milliseconds{250}, [this] { decoder_wait_until.reset(); });
}

wifi::Result<void> Recorder::Works::rotate() {
    if (tape->failure()) return std::unexpected(*tape->failure());
    if (finished || asks_machine.is_busy()) return {};
    const auto machine = std::make_shared<ChildTold>();
    asks_machine.start([machine, ask = makings.ask_machine] { *machine = ask(); },
                       [this, machine] { begin_next_part(*machine); }, longest_asking, nullptr);
    return {};
}

void Recorder::Works::begin_next_part(const ChildTold& machine) {
    if (finished) return;
    const ClockReading at_begin = makings.read_clock();
    if (auto rotated = tape->rotate(at_begin, end_record("rotated")); !rotated) {
        if (!tape->failure())
            tape->missing("the next part",
                          {.what = rotated.error().to_string(), .hint = "this one goes on, with what follows"});
        rotate_again_at = at_begin.boottime + pause_after_failure;
        return;
    }
    saved_bytes = 0;
    put_manifest(at_begin, machine);
    tell_state();
}

void Recorder::Works::rotate_if_due() {
    if (!tape->is_due() || boottime_now() < rotate_again_at) return;
    [[maybe_unused]] const auto begun = rotate();  // wake() tells a failure
}

void Recorder::Works::fail(const wifi::Error& error) {
    if (std::exchange(failure_told, true)) return;
    if (on_failure) on_failure(error);
}

void Recorder::Works::finish(const std::string& because) {
    if (std::exchange(finished, true)) return;
    for (Held& held : sources)
        if (held.started)
            guarded(held, [](Source& source) {
                source.drain();
                source.finish();
            });
    sources.clear();
    tape->flush();
    tape->end(end_record(because));
    if (const auto saved = tape->sync(); !saved) fail(saved.error());
    if (tape->failure()) fail(*tape->failure());
    tape->finish();
    decoder_wait = {};
    decoder.on_time(tape->run_clock().now());
    while (const auto event = decoder.next()) follow(*event);
    while (const auto event = decoder.drain()) follow(*event);
}

Recorder::Recorder(std::unique_ptr<Works> works) : works_(std::move(works)) {}

Recorder::~Recorder() {
    works_->loop->before_sleep({});
    works_->finish("stopped");
}

std::expected<std::unique_ptr<Recorder>, NotStarted> Recorder::start(Loop& loop, const RecorderOptions& options,
                                                                     const driver::Catalog& drivers,
                                                                     const Makings& makings) {
    using Why = NotStarted::Why;
    auto parts = runfile::Parts::open(options.parts);
    if (!parts) {
        const Why why = parts.error().wrong_name ? Why::wrong_name : Why::cannot_write;
        return std::unexpected(NotStarted{std::move(parts.error()), why});
    }
    auto works = std::make_unique<Works>(loop, options, drivers, makings);
    works->open(std::move(*parts));
    if (!works->tells_of_links()) {
        works->finish("nothing to record");
        ::unlink(works->state.part.c_str());
        return std::unexpected(
            NotStarted{{.what = "there is nothing to record: no source that tells of a wireless link is to be had",
                        .hint = fmt::format("{}", fmt::join(works->state.missing, "\n      "))},
                       Why::nothing_to_record});
    }
    works->tell_state();
    works->tape->flush();  // events wait for the first wake-up: nobody listens yet
    if (const auto failure = works->tape->failure()) {
        works->finish(failure->what);
        // The next start would put it aside as a part, and --keep remove a good one for it.
        if (!works->has_manifest) ::unlink(works->state.part.c_str());
        return std::unexpected(NotStarted{*failure, Why::cannot_write});
    }
    loop.before_sleep([stands = works.get()] { stands->wake(); });
    return std::unique_ptr<Recorder>(new Recorder(std::move(works)));
}

void Recorder::on_event(std::function<void(const wifi::Event&)> then) { works_->on_event = std::move(then); }
void Recorder::on_failure(std::function<void(const wifi::Error&)> then) { works_->on_failure = std::move(then); }
void Recorder::on_wake(std::function<void()> then) { works_->on_wake = std::move(then); }

wifi::Result<void> Recorder::rotate() { return works_->rotate(); }

void Recorder::finish(const std::string& because) { works_->finish(because); }
const RecorderState& Recorder::state() const { return works_->state; }
const Devices& Recorder::devices() const { return works_->devices; }
wifi::Instant Recorder::now() const { return works_->tape->run_clock().now(); }

}  // namespace wlanmedic::capture
