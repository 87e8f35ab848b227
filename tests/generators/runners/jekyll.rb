# Reads posts, one JSON line each ({"name", "text", "key"}), with Jekyll; writes what it read.
require "json"
require "jekyll"
require "tmpdir"
require "stringio"

def plain(value)
  case value
  when Time, DateTime then { "type" => value.class.name, "value" => value.to_time.getutc.strftime("%Y-%m-%dT%H:%M:%SZ"), "zone" => value.strftime("%:z") }
  when Date then { "type" => "Date", "value" => value.iso8601 }
  when Symbol then { "type" => "Symbol", "value" => value.to_s }
  when Float then { "type" => "Float", "value" => value.finite? ? value : value.to_s }
  when String then { "type" => "String", "value" => value.scrub }
  when Array then { "type" => "Array", "value" => value.map { |item| plain(item)["value"] } }
  when Hash then { "type" => "Hash", "value" => value.to_h { |k, v| [k.to_s, plain(v)["value"]] } }
  else { "type" => value.class.name, "value" => (value.nil? || value == true || value == false || value.is_a?(Integer)) ? value : value.to_s }
  end
end

def read(folder, row)
  FileUtils.mkdir_p(File.join(folder, "_posts"))
  File.write(File.join(folder, "_posts", "2020-01-15-p.md"), row["text"])
  log = StringIO.new
  Jekyll.logger = Jekyll::Stevenson.new.tap { |l| l.level = Logger::WARN }
  $stderr, old = log, $stderr
  config = Jekyll.configuration("source" => folder, "destination" => File.join(folder, "_site"), "future" => true, "quiet" => true, "disable_disk_cache" => true)
  site = Jekyll::Site.new(config)
  site.reset
  site.read
  site.generate
  site.render
  doc = site.posts.docs.first
  said = log.string.gsub(folder, "").gsub(/\e\[\d+m/, "").gsub(/\s+/, " ").strip
  return { "outcome" => said.include?("Error") ? "error" : "dropped", "message" => said } if doc.nil?

  value = plain(doc.data[row["key"]]).merge("date" => plain(doc.date), "body" => doc.content.to_s.scrub.gsub(/<[^>]+>/, "")[0, 40], "shown" => doc.data["title"].to_s.scrub)
  value.merge("outcome" => said.empty? ? "read" : "warned", "message" => said)
rescue Exception => e # A fatal error of Jekyll stops the whole site.
  { "outcome" => "stops", "message" => e.message.to_s.scrub.gsub(folder, "").gsub(/\s+/, " ")[0, 200] }
ensure
  $stderr = old if old
end

puts JSON.generate("version" => Jekyll::VERSION, "also" => "Ruby #{RUBY_VERSION}, psych #{Psych::VERSION}")
$stdin.set_encoding("UTF-8")
$stdin.each_line do |line|
  row = JSON.parse(line)
  Dir.mktmpdir { |folder| puts JSON.generate({ "name" => row["name"] }.merge(read(folder, row))) }
end
